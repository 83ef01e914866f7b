"""The words that stand above columns in real files, Chinese and English, and what each means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from perfdesk.sheets.cells import header_key

PRIVATE = ("id_number", "phone", "address", "email", "birthday", "salary", "bank")
"""Recognised so that they can be left out: appraisal does not need them."""

PEOPLE_FIELDS = (
    "number",
    "name",
    "department",
    "position",
    "manager",
    "hired_on",
    "left_on",
    "status",
    "level",
    "note",
)

_PEOPLE = {
    "number": (
        "工号 员工编号 员工工号 员工ID 员工号 职工号 职工编号 职工工号 人员编号 人员编码 "
        "员工代码 员工编码 编号 工号ID 用户名 账号 人员ID 胸卡号 考勤号 EmployeeID EmployeeNo "
        "EmployeeNumber EmployeeCode EmpID EmpNo EmpCode StaffID StaffNo StaffNumber PersonnelNo "
        "PersonnelNumber BadgeNo ID No No. Number Code"
    ),
    "name": (
        "姓名 员工姓名 真实姓名 人员姓名 职工姓名 中文姓名 名字 员工 人员 被考核人 被考核人姓名 "
        "Name FullName EmployeeName StaffName EmpName Employee"
    ),
    "department": (
        "部门 所属部门 部门名称 所在部门 员工部门 一级部门 任职部门 科室 车间 单位 所属单位 组织 "
        "所属组织 Department Dept DepartmentName Division Unit OrgUnit Team"
    ),
    "position": (
        "岗位 职位 职务 岗位名称 职位名称 职务名称 员工职位 员工岗位 工种 所在岗位 现任岗位 "
        "JobTitle Title Position PositionTitle Job JobName Role JobRole"
    ),
    "manager": (
        "直接上级 直属上级 直属领导 直接领导 上级 上级领导 上级姓名 直接上级姓名 主管 直属主管 "
        "直接主管 主管姓名 汇报对象 汇报人 汇报上级 领导 部门经理 考核人 Manager ManagerName "
        "LineManager ReportsTo ReportingManager Supervisor DirectManager 上级工号 直接上级工号 "
        "主管工号 ManagerID"
    ),
    "hired_on": (
        "入职日期 入职时间 入职 入职年月 进厂日期 进厂时间 入厂日期 入司日期 入司时间 到岗日期 "
        "到岗时间 员工入职时间 参加工作时间 JoinDate JoiningDate DateOfJoining DateJoined "
        "HireDate DateOfHire StartDate HiredOn Hired"
    ),
    "left_on": (
        "离职日期 离职时间 离职 员工离职时间 离厂日期 最后工作日 LeaveDate LeavingDate "
        "TerminationDate ExitDate DateOfLeaving EndDate LastDay LeftOn"
    ),
    "status": (
        "状态 员工状态 在职状态 人员状态 在职离职 在职情况 是否在职 是否离职 Status "
        "EmploymentStatus EmployeeStatus Attrition"
    ),
    "level": "职级 级别 岗位级别 岗级 职等 员工级别 职级名称 JobLevel Level Grade JobGrade Band",
    "note": "备注 说明 备注说明 附注 注 Remark Remarks Note Notes Comment Comments",
    "id_number": (
        "身份证 身份证号 身份证号码 证件号 证件号码 身份证件号码 公民身份号码 IDNumber IDCard "
        "NationalID IDCardNo PassportNo SSN"
    ),
    "phone": (
        "手机 手机号 手机号码 电话 联系电话 联系方式 移动电话 员工电话 电话号码 紧急联系电话 "
        "联系人电话 Phone Mobile PhoneNumber MobileNumber Tel Telephone CellPhone ContactNumber"
    ),
    "address": (
        "住址 地址 家庭住址 家庭地址 现住址 现住地址 居住地址 户籍地址 户口所在地 籍贯 Address HomeAddress"
    ),
    "email": "邮箱 电子邮箱 邮件 员工邮箱 邮箱地址 电子邮件 Email EmailAddress Mail",
    "birthday": "出生日期 生日 出生年月 出生 DateOfBirth Birthday BirthDate DOB",
    "salary": (
        "工资 薪资 薪酬 月薪 年薪 日薪 时薪 月收入 基本工资 底薪 岗位工资 Salary MonthlyGross "
        "MonthlyIncome Wage BasicSalary GrossSalary"
    ),
    "bank": "银行卡 银行卡号 银行账号 开户行 工资卡号 BankAccount BankCard IBAN",
}

_IGNORED = (
    "序号 行号 性别 员工性别 年龄 学历 学历编码 民族 婚姻状况 政治面貌 专业 部门编号 "
    "部门编码 部门代码 部门ID 岗位编号 岗位编码 岗位代码 职位编号 职位编码 工龄 总工龄 "
    "本企业工龄 司龄 角色 Gender Sex Age Education SerialNo SN CostCenter DepartmentCode "
    "DepartmentID DeptID Tenure TenureYears AgeBand EmploymentType Location RowNo Index"
)

_DEPARTMENTS = {
    "name": "部门 部门名称 名称 单位 Department DepartmentName Name",
    "parent": "上级部门 所属部门 上级 父部门 Parent ParentDepartment",
    "manager": "负责人 部门负责人 部门经理 经理 主管 Manager Head",
    "code": "部门编号 部门编码 部门代码 编号 编码 代码 Code DepartmentCode ID",
    "note": _PEOPLE["note"],
}

_INDICATORS = {
    "code": "指标编号 指标编码 指标代码 编号 编码 代码 Code ID KPICode IndicatorCode",
    "name": "指标 指标名称 名称 中文名称 考核指标 考核项目 KPI Indicator Name IndicatorName KPIName",
    "name_en": "英文名称 英文名 NameEN EnglishName",
    "unit": "单位 计量单位 Unit",
    "direction": "方向 指标方向 越高越好 Direction",
    "method": "评分方法 计分方法 计分方式 评分方式 考核方法 Method ScoringMethod",
    "weight": "权重 权重% 比重 Weight",
    "target": "目标 目标值 标准值 Target",
    "item_class": "类别 类型 指标类别 指标类型 Class Type Category",
    "definition": "定义 指标定义 说明 指标说明 含义 计算公式 公式 Definition Formula Description",
    "source": "数据来源 来源 Source DataSource",
}

_VALUES = {
    "number": _PEOPLE["number"],
    "name": _PEOPLE["name"],
    "indicator": (
        "指标 指标名称 指标编码 指标编号 指标代码 考核指标 考核项目 KPI Indicator IndicatorCode "
        "IndicatorName KPIName Item"
    ),
    "value": (
        "值 数值 实际值 实际 实绩 完成值 实际完成 实际完成值 目标 目标值 得分 分数 评分 等级 "
        "级别 结果 总分 Value Actual ActualValue Target TargetValue Score Level Result Total"
    ),
    "department": _PEOPLE["department"],
    "position": _PEOPLE["position"],
    "note": _PEOPLE["note"],
}


def _by_key(words: Mapping[str, str]) -> dict[str, str]:
    return {header_key(word): name for name, line in words.items() for word in line.split()}


WORDS: Mapping[str, Mapping[str, str]] = {
    "people": {**_by_key({"": _IGNORED}), **_by_key(_PEOPLE)},
    "departments": _by_key(_DEPARTMENTS),
    "indicators": _by_key(_INDICATORS),
    "values": {**_by_key({"": _IGNORED}), **_by_key(_VALUES)},
}
"""By kind of table: what a header's key means; "" is a column that is known and not wanted."""

_PREFIXES = ("员工", "职工", "人员", "employee", "staff", "emp", "所属", "所在", "您的", "当前", "现")

_WHOLE_FIELDS = frozenset({"status", "level", "note", "", "value", "indicator"})
_WHOLE_WORDS = frozenset(
    [
        "编号",
        "编码",
        "代码",
        "账号",
        "人员",
        "员工",
        "单位",
        "组织",
        "名称",
        "部门",
        "指标",
        "领导",
        "入职",
        "离职",
        "employee",
        "number",
    ]
)
"""Too general to count as a part of a longer header: "项目编号" is no employee number."""


@lru_cache(8192)
def known(header: str, kind: str) -> tuple[str, bool] | None:
    """Return the field that a header names and whether the header is that word exactly, or None."""
    words = WORDS[kind]
    key = header_key(header)
    if not key:
        return None
    for candidate in _spellings(header, key):
        if candidate in words:
            return words[candidate], True
    parts = (word for word in words if words[word] not in _WHOLE_FIELDS and word not in _WHOLE_WORDS)
    fits = (word for word in parts if len(word) >= _shortest(word) and _holds(key, word))
    best = max(fits, key=len, default="")
    return (words[best], False) if best else None


def _spellings(header: str, key: str) -> Iterable[str]:
    yield key
    bare = header_key(header.split("(")[0].split("（")[0])
    yield bare
    for text in (key, bare):
        for prefix in _PREFIXES:
            if text.startswith(prefix):
                yield text[len(prefix) :]


def _shortest(word: str) -> int:
    return 5 if word.isascii() else 2


def _holds(key: str, word: str) -> bool:
    """A longer header means what it ends with ("本年入职日期"), or begins with when a remark follows."""
    return key.endswith(word) or (key.startswith(word) and not word.isascii() and len(key) - len(word) > 3)
