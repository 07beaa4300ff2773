"""The IRIs of the words that we read. A property is named by every IRI that a published revision of its context has given it."""

from __future__ import annotations

OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
CRED = "https://www.w3.org/2018/credentials#"
SCHEMA = "https://schema.org/"
SEC = "https://w3id.org/security#"
STATUS = "https://www.w3.org/ns/credentials/status#"

VERIFIABLE_CREDENTIAL = f"{CRED}VerifiableCredential"
ACHIEVEMENT_CREDENTIAL = (f"{OB}OpenBadgeCredential", f"{OB}AchievementCredential")
ENDORSEMENT_CREDENTIAL = f"{OB}EndorsementCredential"
CLR_CREDENTIAL = f"{CLR}ClrCredential"

NAME = (f"{SCHEMA}name",)
DESCRIPTION = (f"{SCHEMA}description",)
NARRATIVE = (f"{OB}narrative",)
URL = (f"{SCHEMA}url",)
EMAIL = (f"{SCHEMA}email",)
IMAGE = (f"{OB}image", f"{OB}Image")
ISSUER = (f"{CRED}issuer",)
SUBJECT = (f"{CRED}credentialSubject",)
VALID_FROM = (f"{CRED}validFrom", f"{CRED}issuanceDate")
VALID_UNTIL = (f"{CRED}validUntil", f"{CRED}expirationDate")
EVIDENCE = (f"{CRED}evidence",)
AWARDED = (f"{OB}awardedDate",)
# Open Badges 3.0.0 and 3.0.1 gave `achievement` other IRIs than 3.0.3 does.
ACHIEVEMENT = (f"{OB}achievement", f"{OB}achievement-0", f"{OB}Achievement", f"{CLR}achievement")
ACHIEVEMENT_TYPE = (f"{OB}achievementType",)
CRITERIA = (f"{OB}Criteria", f"{OB}criteria")
CREATOR = (f"{OB}creator", f"{OB}Profile")
FIELD_OF_STUDY = (f"{OB}fieldOfStudy",)
IN_LANGUAGE = (f"{SCHEMA}inLanguage", f"{OB}inLanguage")
TAG = (f"{SCHEMA}keywords",)
ALIGNMENT = (f"{OB}alignment",)
TARGET_NAME = (f"{SCHEMA}targetName",)
TARGET_URL = (f"{SCHEMA}targetUrl",)
TARGET_CODE = (f"{OB}targetCode",)
TARGET_FRAMEWORK = (f"{SCHEMA}targetFramework",)
TARGET_TYPE = (f"{OB}targetType",)
TARGET_DESCRIPTION = (f"{SCHEMA}targetDescription",)
RESULT = (f"{OB}result",)
RESULT_DESCRIPTION = (f"{OB}resultDescription",)
RESULT_TYPE = (f"{OB}resultType",)
REQUIRED_LEVEL = (f"{OB}requiredLevel",)
REQUIRED_VALUE = (f"{OB}requiredValue",)
VALUE_MIN = (f"{OB}valueMin",)
VALUE_MAX = (f"{OB}valueMax",)
ALLOWED_VALUE = (f"{OB}allowedValue",)
LEVELS = (f"{OB}rubricCriterionLevel",)
LEVEL = (f"{OB}level",)
POINTS = (f"{OB}points",)
ACHIEVED_LEVEL = (f"{OB}achievedLevel",)
VALUE = (f"{SCHEMA}value",)
RESULT_STATUS = (f"{OB}status",)
GENRE = (f"{SCHEMA}genre",)
AUDIENCE = (f"{SCHEMA}audience",)
IDENTIFIER = (f"{OB}identifier", f"{CLR}identifier-1")
IDENTITY_HASH = (f"{OB}identityHash",)
IDENTITY_TYPE = (f"{OB}identityType",)
HASHED = (f"{OB}hashed",)
SALT = (f"{OB}salt",)
ENDORSEMENT_COMMENT = (f"{OB}endorsementComment",)
DIGEST_SRI = (f"{CRED}digestSRI",)
DIGEST_MULTIBASE = (f"{SEC}digestMultibase",)
