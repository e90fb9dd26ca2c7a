"""The peers, one file each: how one case is put to them, with their defaults. None of their code is here.

A peer is a file with PACKAGE (its name on the package index) and VARIANTS: name -> fit(y, x, start, season) -> (value,
low, high), the mean effect over the window and the peer's own 95 % interval of it. y: [time]; x: [donors, time]; start:
first period of the window; season: periods of a whole one. POINTS, where the estimate alone is much cheaper: the same,
without the interval.
"""
