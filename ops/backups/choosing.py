"""Which backup brings which moment back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ops.backups import manifest
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Manifest


@dataclass(frozen=True)
class Source:
    """What will be restored: a base, the log after it, and the moment to stop at."""

    chain: Path
    manifest: Manifest
    base: Base
    at: str  # empty: the newest moment that the backup reaches

    @property
    def target(self) -> dict[str, str]:
        if self.at:
            return {"recovery_target_time": self.at}
        return {"recovery_target_name": self.manifest.mark.name}

    @property
    def last_segment(self) -> str:
        """No more of the log than the target needs: a base after it shows where to stop."""
        if self.at:
            wanted = manifest.moment(self.at)
            for base in self.manifest.bases:
                if manifest.moment(base.mark.at) > wanted:
                    return self.manifest.segment(base.mark.lsn)
        return self.manifest.segment(self.manifest.mark.lsn)


def choose(folder: Path, at: str = "") -> Source:
    """The newest base before the moment, in the chain that reaches it."""
    try:
        found = [(chain, manifest.read(chain)) for chain in manifest.chains(folder)]
    except Fault as fault:
        raise Fault(f"{fault}\nTo restore another backup in {folder}, name that one's own folder.") from fault
    if not found:
        raise Fault(f"There is no backup in {folder}.")
    if not at:
        chain, kept = max(found, key=lambda each: manifest.moment(each[1].mark.at))
        return Source(chain, kept, kept.bases[-1], "")
    wanted = manifest.moment(at)
    if wanted > datetime.now(UTC):
        raise Fault(f"{at} has not come yet.")
    fitting = [
        Source(chain, kept, base, wanted.isoformat())
        for chain, kept in found
        for base in kept.bases
        if manifest.moment(base.mark.at) <= wanted <= manifest.moment(kept.mark.at)
    ]
    if not fitting:
        reaches = "\n".join(f"  - from {kept.bases[0].mark.at} to {kept.mark.at}" for _chain, kept in found)
        raise Fault(f"No backup in {folder} reaches {at}. They reach\n{reaches}")
    return max(fitting, key=lambda source: source.base.mark.lsn)
