"""What can go wrong in the library, as sentences that say what to do.

LibraryError
├── LibraryMissing     there is no library yet: load something
├── LibraryBroken      the file is not a library, or of a newer version
├── NotInLibrary       no article has that id
└── LibraryUnwritable  the disk is full or the folder may not be written
"""

from __future__ import annotations


class LibraryError(Exception):
    """A person must repair something; the message says how."""


class LibraryMissing(LibraryError):
    """There is no library in the data folder yet."""


class LibraryBroken(LibraryError):
    """The library's file cannot be read as one."""


class NotInLibrary(LibraryError):
    """No article has the id that was asked for."""


class LibraryUnwritable(LibraryError):
    """The library cannot be written: no space, no permission, or locked for too long."""
