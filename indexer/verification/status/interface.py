"""What a way of telling the status is: a function from one entry of the credential to one finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indexer.verification.case import Case, Finding

StatusFunction = Callable[[dict[str, Any], str, Case], Finding]
"""Takes the entry, its pointer and the case. Returns a finding (clear, or set in a harmless way) or raises: REVOKED, SUSPENDED,
STATUS_... as failed when the issuer's list is wrong, as unknown when nobody could look."""
