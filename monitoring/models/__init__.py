"""After the award: returns, claims and payments, variations, the year's end."""

from monitoring.models.claims import Claim, ClaimFile, Payment, PaymentBatch, PaymentLine
from monitoring.models.returns import Actual, Return, ReturnFile, ReturnHeading, ReturnRemark
from monitoring.models.variations import AgreementChange, Variation
from monitoring.models.year import FinanceFile, FinanceLine, YearEnd

__all__ = [
    "Actual",
    "AgreementChange",
    "Claim",
    "ClaimFile",
    "FinanceFile",
    "FinanceLine",
    "Payment",
    "PaymentBatch",
    "PaymentLine",
    "Return",
    "ReturnFile",
    "ReturnHeading",
    "ReturnRemark",
    "Variation",
    "YearEnd",
]
