"""What Python's own parser reads in emails: one message in base64 a line in, one object in JSON a line out."""

import base64
import email
import email.policy
import json
import sys

for line in sys.stdin:
    message = email.message_from_bytes(base64.b64decode(line), policy=email.policy.default)
    parts = [
        {
            "type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "encoding": part["Content-Transfer-Encoding"],
            "text": part.get_payload(decode=True).decode("utf-8"),
            "defects": [str(defect) for defect in part.defects],
        }
        for part in message.walk()
        if not part.is_multipart()
    ]
    subject, sender, to = message["Subject"], message["From"], message["To"]
    print(
        json.dumps(
            {
                "type": message.get_content_type(),
                "headers": message.keys(),
                "subject": str(subject),
                "to": [[address.display_name, address.addr_spec] for address in to.addresses],
                "from": [[address.display_name, address.addr_spec] for address in sender.addresses],
                "defects": [str(defect) for defect in [*message.defects, *subject.defects, *sender.defects, *to.defects]],
                "parts": parts,
            }
        )
    )
