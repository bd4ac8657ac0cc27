"""Exit codes of `newsbrief-server`; 0 is fine. Numbers above 63 are those of sysexits.h."""

EXIT_REFUSED = 1  # asked for something that cannot be done as things are
EXIT_USAGE = 2
EXIT_SOFTWARE = 70  # EX_SOFTWARE: what runs the models cannot be started
EXIT_CONFIG = 78  # EX_CONFIG: set up wrongly, restarting does not help
