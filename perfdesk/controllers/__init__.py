"""What the user can do, without a window: one method per deed, each one transaction that can be undone.

Reads give plain values of `domain`. A deed either happens whole or raises: `Invalid` with every problem when the
input is wrong, `StoreFault` when the world says no. Nothing here knows Qt or translation; after each deed the
`Announcer` tells whoever listens what may have changed. The window, the command line and the tests share it.
"""
