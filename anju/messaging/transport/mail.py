"""Mail by SMTP, as the installation's environment says."""

import smtplib
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from anju.messaging.carrying import Answer, Outcome, Parcel

SECONDS = 15


class Mail:
    """The carrier of mails. A server cannot be asked; `Message-ID` tells a second copy apart."""

    def send(self, parcel: Parcel) -> Answer:
        terms = settings.ANJU_SMTP
        if terms is None:
            return Answer(Outcome.REFUSED, "系统还没有设置发邮件的服务器,请换一个渠道。")
        first, _, rest = parcel.text.partition("\n")
        host = terms.sender.rpartition("@")[2]
        mail = EmailMessage(
            subject=first[:80],
            body=rest or first,
            from_email=terms.sender,
            to=[parcel.address],
            headers={"Message-ID": f"<{parcel.message_id}@{host}>"},
            connection=EmailBackend(
                host=terms.host,
                port=terms.port,
                username=terms.user,
                password=terms.password,
                use_tls=terms.security == "starttls",
                use_ssl=terms.security == "ssl",
                timeout=SECONDS,
            ),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused:
            return Answer(Outcome.REFUSED, "对方邮箱拒收,请核对邮箱地址。")
        except smtplib.SMTPAuthenticationError:
            return Answer(Outcome.AGAIN, "邮件服务器不接受我们的账号,请联系管理员。")
        except (smtplib.SMTPException, OSError):
            return Answer(Outcome.AGAIN, "邮件服务器没有接收,稍后自动重试。")
        return Answer(Outcome.SENT)

    def ask(self, ids: Sequence[UUID]) -> Mapping[UUID, Answer]:
        return {each: Answer(Outcome.UNKNOWN) for each in ids}
