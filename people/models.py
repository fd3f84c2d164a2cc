"""Who takes part: people, the organisations they belong to, the partnership and its funder."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from base.cells import squeeze
from base.models import AppendOnly, Note
from people.roles import ROLES


class UserManager(BaseUserManager["User"]):
    """Finds and makes people by email, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        """Make a person. Without a password nobody can sign in as them yet."""
        user = self.model(email=email.lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person, known by an email address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="people_user_email_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Funder(models.Model):
    """The Police and Crime Commissioner whose grant it is."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, default="PCC")
    email = models.EmailField(blank=True)
    """Where the funder is notified of decisions taken under delegation."""
    org_id = models.CharField(max_length=100, blank=True)
    """By which open data everywhere knows it, as ``GB-LAE-MAI`` (org-id.guide)."""

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A community safety partnership, hosted by a local authority."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    committee = models.CharField(max_length=200)
    hold_until = models.DateField(null=True, blank=True)
    """Until this day nothing is announced (the weeks before an election)."""
    hold_reason = models.CharField(max_length=200, blank=True)
    hold_from = models.DateTimeField(null=True, blank=True)
    """Since when: what was decided before it is known already."""
    publisher_prefix = models.CharField(max_length=60, blank=True)
    """What 360Giving gave it as a publisher, as ``360G-example``."""

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role that a person holds in a partnership."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(
        max_length=20, choices=[(role.name, role.label) for role in ROLES.values()]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "user", "role"], name="people_membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(ROLES)), name="people_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.partnership}"


class Organisation(models.Model):
    """A body that bids: known by its charity number, else its company number, else its name."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    """The name as it is compared: case and spacing do not count."""
    kind = models.CharField("type", max_length=60)
    charity_number = models.CharField(max_length=20, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    """The organisation that this one turned out to be: it is kept, and no longer used."""
    members = models.ManyToManyField(User, related_name="organisations", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["charity_number"],
                condition=~models.Q(charity_number=""),
                name="people_organisation_charity_once",
            ),
            models.UniqueConstraint(
                fields=["company_number"],
                condition=~models.Q(company_number=""),
                name="people_organisation_company_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name's key in step with the name."""
        self.name_key = squeeze(self.name)
        super().save(*args, **kwargs)


class Policy(models.Model):
    """A policy or insurance that an organisation has, and when it must be looked at again."""

    class Kind(models.TextChoices):
        SAFEGUARDING = "safeguarding", "Safeguarding policy"
        EQUALITY = "equality", "Equality policy"
        DBS = "dbs", "DBS checks"
        INSURANCE = "insurance", "Public liability insurance"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="policies")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="people_policy_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Invitation(models.Model):
    """An invitation by email: to a role in a partnership, or to an organisation.

    The link in the email holds a secret; only its SHA-256 is kept.
    """

    email = models.EmailField()
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="invitations_sent")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was accepted or taken back."""
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    partnership__isnull=False, organisation__isnull=True, role__in=list(ROLES)
                )
                | models.Q(partnership__isnull=True, organisation__isnull=False, role=""),
                name="people_invitation_to_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(accepted_by=models.F("by")), name="people_invitation_not_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role or self.organisation}"


class JoinRequest(models.Model):
    """Somebody asks to join an organisation that is here already; a member or an officer answers."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was answered."""
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="join_requests_answered"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(ended_at=None),
                name="people_join_request_open_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("user")),
                name="people_join_request_not_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class AuditRow(AppendOnly):
    """Something that happened about access: a sign-in, a refusal, a change of role.

    What it says of a person beyond the links stands in the note, which can be erased for privacy.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed-in", "Signed in"
        SIGN_IN_FAILED = "sign-in-failed", "Sign-in failed"
        LOCKED_OUT = "locked-out", "Locked out after too many tries"
        SIGNED_OUT = "signed-out", "Signed out"
        SECOND_FACTOR = "second-factor", "Second factor changed"
        REFUSED = "refused", "Refused"
        INVITED = "invited", "Invited"
        ROLE_GIVEN = "role-given", "Role given"
        ROLE_TAKEN = "role-taken", "Role taken away"
        JOINED = "joined", "Joined an organisation"
        LEFT = "left", "Left an organisation"
        LET_IN = "let-in", "Let in to a bid"
        MERGED = "merged", "Organisations merged"
        HOLD = "hold", "Publicity hold changed"
        INTEREST = "interest", "Panel member's interest changed"
        IDENTIFIERS = "identifiers", "Identifiers for open data changed"

    what = models.CharField(max_length=20, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="audit_rows")
    about = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_rows_about"
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="audit_rows"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="audit_rows"
    )
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="audit_rows")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.by}"
