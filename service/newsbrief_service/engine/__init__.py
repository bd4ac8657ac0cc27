"""Engine processes: models in processes of their own, so that a crash or a hang costs no call."""
