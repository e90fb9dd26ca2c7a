"""A long-running watch: lines come in, bins close, detectors score them, alarms go out and none is lost or repeated."""
