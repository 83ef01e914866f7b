"""Recording notice, interview and signature: on the chosen form, or the same on all that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from perfdesk.domain.appraisal import FormHead, FormTalk
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import SignatureState
from perfdesk.texts import N_, _, pick, sentence
from perfdesk.views.changes_fields import DayField
from perfdesk.views.parts import Card, button, label

SIGNATURES = {
    SignatureState.SIGNED: N_("Signed, agrees"),
    SignatureState.SIGNED_DISAGREE: N_("Read, disagrees with the result"),
    SignatureState.REFUSED: N_("Refused to sign"),
    SignatureState.DELIVERED_REMOTE: N_("Delivered, not signed"),
}


class RecordCard(Card):
    """Asks for what happened after scoring. Emits `wanted(form ids, FormTalk)`."""

    wanted = Signal(list, object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("", "green", parent=parent)
        self.setObjectName("recordCard")
        self._heads: tuple[FormHead, ...] = ()
        self.notice_on = DayField("noticeOn", today, self)
        self.interview_on = DayField("interviewOn", today, self)
        self.signed_on = DayField("signedOn", today, self)
        self.notice_way, self.place, self.words = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        for edit, name in (
            (self.notice_way, "noticeWay"),
            (self.place, "interviewPlace"),
            (self.words, "signatureWords"),
        ):
            edit.setObjectName(name)
        self.signature = QComboBox(self)
        self.signature.setObjectName("signature")
        self.signature.setProperty("form", "true")
        for code in ("", *SIGNATURES):
            self.signature.addItem("", code)
        self.signature.currentIndexChanged.connect(self._show_words)
        self._captions = [label("", "small", parent=self) for _field in range(6)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        pairs = (
            (self.notice_on, self.notice_way),
            (self.interview_on, self.place),
            (self.signed_on, self.signature),
        )
        for row, (first, second) in enumerate(pairs):
            for column, field in enumerate((first, second)):
                caption = self._captions[row * 2 + column]
                caption.setBuddy(field)
                grid.addWidget(caption, row * 2, column)
                grid.addWidget(field, row * 2 + 1, column)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.add(self.words)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("recordWrong")
        self.add(self.wrong)
        last = QHBoxLayout()
        self.save = button("", "plan", "check", "recordTalk", self._ask, self)
        last.addWidget(self.save)
        last.addStretch(1)
        self.body.addLayout(last)

    def show_forms(self, heads: Sequence[FormHead], talk: FormTalk | None) -> None:
        """Show the forms that the record is for; `talk` is what is there already, where it is one form."""
        if [head.id for head in heads] != [head.id for head in self._heads]:
            self._heads = tuple(heads)
            self.fill(talk or FormTalk())
        self.setVisible(bool(heads))
        self._name_forms()

    def fill(self, talk: FormTalk) -> None:
        for field, day in (
            (self.notice_on, talk.notice_on),
            (self.interview_on, talk.interview_on),
            (self.signed_on, talk.signed_on),
        ):
            field.show_day(day)
        self.notice_way.setText(talk.notice_way)
        self.place.setText(talk.interview_place)
        self.words.setText(talk.signature_words)
        self.signature.setCurrentIndex(self.signature.findData(talk.signature or ""))
        self.tell("")
        self._show_words()

    def tell(self, wrong: str) -> None:
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))

    def retranslate(self) -> None:
        captions = (
            _("Notice delivered on"),
            _("How it was delivered"),
            _("Interview on"),
            _("Place"),
            _("Signed on"),
            _("Signature"),
        )
        fields = (
            self.notice_on,
            self.notice_way,
            self.interview_on,
            self.place,
            self.signed_on,
            self.signature,
        )
        for caption, field, words in zip(self._captions, fields, captions, strict=True):
            caption.setText(words)
            field.setAccessibleName(words)
        for at, word in enumerate((N_("not yet"), *SIGNATURES.values())):
            self.signature.setItemText(at, _(word))
        self.notice_way.setPlaceholderText(_("by hand, by post, by e-mail"))
        self.save.setText(_("Record"))
        self.save.setAccessibleName(_("Record"))
        self._show_words()
        self._name_forms()

    def _name_forms(self) -> None:
        if len(self._heads) == 1:
            head = self._heads[0]
            whose = pick(head.name, head.name_en)
        else:
            whose = _("the same on {count} forms").format(count=len(self._heads))
        self.set_heading(_("Notice, interview, signature"), whose)

    def _state(self) -> SignatureState | None:
        code = self.signature.currentData()
        return SignatureState(code) if code else None

    def _show_words(self, _at: int = 0) -> None:
        """Ask for the words that the chosen state of the signature needs."""
        asked = {
            SignatureState.SIGNED_DISAGREE: _("The objection in the employee's own words"),
            SignatureState.REFUSED: _("Two witnesses, by name"),
        }.get(self._state() or SignatureState.SIGNED, "")
        self.words.setVisible(bool(asked))
        self.words.setPlaceholderText(asked)
        self.words.setAccessibleName(asked)

    def _ask(self) -> None:
        try:
            talk = FormTalk(
                notice_on=self.notice_on.read_or_none("notice_on"),
                notice_way=self.notice_way.text().strip(),
                interview_on=self.interview_on.read_or_none("interview_on"),
                interview_place=self.place.text().strip(),
                signature=self._state(),
                signature_words=self.words.text().strip() if self.words.isVisibleTo(self) else "",
                signed_on=self.signed_on.read_or_none("signed_on"),
            )
        except Invalid as invalid:
            self.tell(" ".join(sentence(problem) for problem in invalid.problems))
            return
        self.tell("")
        self.wanted.emit([head.id for head in self._heads], talk)
