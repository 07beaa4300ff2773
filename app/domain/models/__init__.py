"""All tables, one file a subject."""

from app.domain.database import Base
from app.domain.models.accounts import Account, Learner, Organisation, OrganisationState, Role
from app.domain.models.associations import Association, AssociationKind
from app.domain.models.contacts import ContactRequest, RequestState
from app.domain.models.credentials import Audience, Credential, EvidenceCopy, Publication, Source, StoredReport
from app.domain.models.frameworks import Competency, Framework
from app.domain.models.issuers import Issuer, IssuerKind, Standing
from app.domain.models.operations import AuditEntry, Heartbeat, Look, OutboxRow, PreparedDocument, Rebuild
from app.domain.models.searches import SavedSearch
from app.domain.models.tokens import ApiToken

__all__ = [
    "Account",
    "ApiToken",
    "Association",
    "AssociationKind",
    "Audience",
    "AuditEntry",
    "Base",
    "Competency",
    "ContactRequest",
    "Credential",
    "EvidenceCopy",
    "Framework",
    "Heartbeat",
    "Issuer",
    "IssuerKind",
    "Learner",
    "Look",
    "Organisation",
    "OrganisationState",
    "OutboxRow",
    "PreparedDocument",
    "Publication",
    "Rebuild",
    "RequestState",
    "Role",
    "SavedSearch",
    "Source",
    "Standing",
    "StoredReport",
]
