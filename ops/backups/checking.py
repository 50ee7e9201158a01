"""Looking at every byte of a backup before anybody relies on it."""

from pathlib import Path

from ops.backups import documents, manifest, server
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Manifest, Part
from ops.backups.taking import STORE, segment_file

MOST_NAMED = 10


def check(chain: Path) -> Manifest:
    """Every base, all of the log and every document. Raises Fault that names what is cut, changed or missing."""
    kept = manifest.read(chain)
    if not kept.bases:
        raise Fault(f"{chain} holds no base backup yet.")
    problems = [problem for base in kept.bases for problem in base_problems(chain, base)]
    problems += log_problems(chain, kept, kept.bases[0].first_segment) + document_problems(chain, kept)
    refuse(chain, problems)
    for copy in (chain / "bases").glob("*.json"):
        manifest.read_file(copy)
    for base in kept.bases:
        server.run("pg_verifybackup", "--no-parse-wal", chain / "bases" / base.name)
    return kept


def check_for(chain: Path, kept: Manifest, base: Base) -> None:
    """The same for what one recovery needs."""
    problems = base_problems(chain, base) + log_problems(chain, kept, base.first_segment)
    refuse(chain, problems + document_problems(chain, kept))


def refuse(chain: Path, problems: list[str]) -> None:
    if problems:
        more = [f"… and {len(problems) - MOST_NAMED} more"] if len(problems) > MOST_NAMED else []
        listed = "\n".join(f"  - {problem}" for problem in [*problems[:MOST_NAMED], *more])
        raise Fault(f"The backup in {chain} is damaged; it must not be used:\n{listed}")


def base_problems(chain: Path, base: Base) -> list[str]:
    folder = chain / "bases" / base.name
    return [found for name, part in base.parts.items() for found in _problem(folder / name, part)]


def log_problems(chain: Path, kept: Manifest, first: str) -> list[str]:
    """Of the log from a base's first segment up to the mark: no gap, and nothing else than was sealed."""
    found = [] if first in kept.wal else [f"{chain / 'wal' / first}: not in the manifest"]
    for name, part in sorted(kept.wal.items()):
        if name >= first or name.endswith(".history"):
            found += _problem(segment_file(chain / "wal", name), part, grows=True)
    segments = sorted(name for name in kept.wal if name >= first and not name.endswith(".history"))
    expected = kept.segment(kept.mark.lsn)
    return found if segments and segments[-1] == expected else [*found, f"{chain / 'wal' / expected}: missing"]


def document_problems(chain: Path, kept: Manifest) -> list[str]:
    store = chain.parent / STORE
    parts = {file.sha256: Part(file.size, file.sha256) for file in kept.files.values()}
    return [found for sha256, part in parts.items() for found in _problem(documents.kept_at(store, sha256), part)]


def _problem(file: Path, part: Part, *, grows: bool = False) -> list[str]:
    if not file.exists():
        return [f"{file}: missing"]
    size = file.stat().st_size
    if size < part.size or (size > part.size and not grows):
        return [f"{file}: {size:,} bytes, should be {part.size:,}"]
    if manifest.digest(file, part.size) != part.sha256:
        return [f"{file}: changed since it was made (its sha256 does not fit)"]
    return []
