"""E-mail over SMTP (RFC 5321), with TLS from the beginning or by STARTTLS (RFC 3207)."""
