"""What is wrong with the files that security rests on, and what a command on tokens cannot do."""


class SecurityFileError(Exception):
    """A file of certificates, keys or tokens cannot be used; the message names it and says why."""


class TokenNameError(Exception):
    """A token cannot be added or revoked under that name, or for such a method."""
