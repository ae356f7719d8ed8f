"""The class by the name under which Django looks for it (setting ENGINE)."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection kept between requests."""

    def is_usable(self) -> bool:
        """Return whether the server is still at the other end.

        A server that went away has hung up, and then there is something to read on a connection
        that should be silent; only then is it worth asking. Saves a question in every request.
        """
        if self.connection is None or self.connection.closed:
            return False
        silence = select.poll()
        silence.register(self.connection.fileno(), select.POLLIN)
        return not silence.poll(0) or super().is_usable()
