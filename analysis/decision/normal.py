"""The normal distribution on arrays, without scipy: its distribution function and its inverse."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

Array = np.ndarray

# Wichura (1988), AS 241, PPND16: numerators and denominators, highest power first.
_MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)
_NEAR = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
     4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)


def inverse_normal(share: Array | float) -> Array:
    """The z below which a share (0..1) of a standard normal lies; minus and plus infinity at 0, 1.

    Source: Wichura (1988), Algorithm AS 241, right to about 16 digits.  Worked: 0.975 gives
    1.959964; 0.001 gives -3.090232.  Raises ValueError for a share outside 0..1.
    """
    p = np.asarray(share, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a share must lie between 0 and 1")
    q = p - 0.5
    tail = np.minimum(p, 1 - p)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.sqrt(-np.log(tail))
        out = np.where(np.abs(q) <= 0.425, q * _ratio(_MIDDLE, 0.180625 - q * q),
                       np.copysign(np.where(r <= 5, _ratio(_NEAR, r - 1.6), _ratio(_FAR, r - 5)),
                                   q))
    out = np.where(p == 0, -np.inf, np.where(p == 1, np.inf, out))
    return np.asarray(out)


def normal_cdf(z: Array | float) -> Array:
    """Share (0..1) of a standard normal below z.

    Source: Hart (1968) as given by West (2005), right to about 15 digits.  Worked: 1.959964 gives
    0.975; -3.090232 gives 0.001.
    """
    x = np.asarray(z, dtype=float)
    a = np.abs(x)
    # Nearly always: divisions by five for what is not there took a third of the time.
    all_near = float(a.max(initial=0.0)) < 7.07106781186547
    near = a if all_near else np.minimum(a, 7.07106781186547)
    top = _horner((0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383,
                   112.079291497871, 221.213596169931, 220.206867912376), near)
    below = _horner((0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461,
                     296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752), near)
    with np.errstate(under="ignore", invalid="ignore"):
        tail = np.asarray(x * x)
        tail *= -0.5
        tail = np.exp(tail, out=tail)
        if all_near:
            tail *= np.divide(top, below, out=top)
        else:
            far = np.maximum(a, 7.07106781186547)
            fraction = far + 1 / (far + 2 / (far + 3 / (far + 4 / (far + 0.65))))
            tail = tail * np.where(a < 7.07106781186547, top / below,
                                   1 / fraction / sqrt(2 * pi))
    return np.asarray(np.where(x > 0, 1 - tail, tail))


def _ratio(pair: tuple[tuple[float, ...], tuple[float, ...]], x: Array) -> Array:
    return np.asarray(_horner(pair[0], x) / _horner(pair[1], x))


def _horner(coefficients: tuple[float, ...], x: Array) -> Array:
    out = np.asarray(coefficients[0] * x + coefficients[1])
    for one in coefficients[2:]:
        out *= x
        out += one
    return out
