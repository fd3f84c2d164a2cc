"""Who takes part: people, the organisations they belong to, the partnership and its funder."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from base.cells import squeeze
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

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A community safety partnership, hosted by a local authority."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    committee = models.CharField(max_length=200)

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
