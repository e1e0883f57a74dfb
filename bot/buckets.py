"""Token buckets: so many at once, then steadily so many a second."""

from dataclasses import dataclass

NEARLY = 1e-6


@dataclass(frozen=True)
class Rate:
    """`reserve` tokens are left to those who are in a hurry."""

    per_second: float
    burst: float
    reserve: float = 0


@dataclass
class Bucket:
    """Times are seconds of one monotonic clock."""

    rate: Rate
    tokens: float
    at: float

    @classmethod
    def full(cls, rate: Rate, now: float) -> "Bucket":
        return cls(rate, rate.burst, now)

    def wait(self, now: float, *, is_background: bool = False) -> float:
        """Seconds until a token can be taken; 0 if one can."""
        refilled = self.tokens + (now - self.at) * self.rate.per_second
        self.tokens, self.at = min(self.rate.burst, refilled), now
        missing = 1 + self.rate.reserve * is_background - self.tokens
        return missing / self.rate.per_second if missing > NEARLY else 0.0
