"""Why a paper is refused, and what a broken store is."""

from thongsuot.kernel.errors import Refused


class DocumentsError(Refused):
    """A paper is refused.

    DocumentsError
    ├── FileRefused            a file sent in cannot be taken
    │   ├── FileEmpty              it holds nothing
    │   ├── FileTooLarge           more bytes than allowed
    │   ├── FileTypeRefused        neither a picture nor a PDF, whatever its name says
    │   ├── FileUnreadable         cut off or damaged
    │   ├── FileLocked             asks for a password
    │   ├── FileNeedsItsProgram    a portfolio or a form that only its own program shows
    │   ├── PictureTooLarge        more pixels than allowed
    │   ├── TooManyPages           more pages than allowed
    │   └── UploadInterrupted      the sender went away in the middle
    ├── FileAsBefore           the very file that was sent before, where another is asked for
    ├── TooManyFiles           the subject holds as many files as it may
    ├── PaperUnknown           no such paper, or not for this visitor's eyes
    ├── PaperSizeUnknown       the paper is not made for this size
    ├── WordsNotKept           the words of a paper as old as this were not kept
    ├── NotWithdrawable        only what was sent in can be taken back, and once
    ├── NotSignable            only a result is signed, and once
    ├── RegisterClosed         the register of that year is closed
    ├── YearNotOver            a register is closed when its year is over
    ├── RegisterNotYours       closed by who heads the desk, read by its own officers
    ├── TemplateBroken         a template does not print what it has to; names its line
    ├── FormUnknown            no circular has such a form
    ├── TemplateUnknown        no such template was published for the form
    ├── TemplateBackDated      old papers stay as they are: from today on, or later
    └── TemplateNotYours       templates are replaced by administrators alone
    """

    code = "documents-refused"


class FileRefused(DocumentsError):
    """A file that was sent in cannot be taken."""

    code = "file-refused"


class FileEmpty(FileRefused):
    """The file holds no byte."""

    code = "file-empty"


class FileTooLarge(FileRefused):
    """The file is larger than allowed.  Facts: max_bytes."""

    code = "file-too-large"


class FileTypeRefused(FileRefused):
    """The content is neither a picture nor a PDF.  Facts: found (what it looks like)."""

    code = "file-type-refused"


class FileUnreadable(FileRefused):
    """The content is cut off or damaged.  Facts: media_type."""

    code = "file-unreadable"


class FileLocked(FileRefused):
    """The file opens with a password only."""

    code = "file-locked"


class FileNeedsItsProgram(FileRefused):
    """The pages are not in the file as pages.  Facts: found (portfolio or dynamic-form)."""

    code = "file-needs-its-program"


class PictureTooLarge(FileRefused):
    """The picture has more pixels than allowed.  Facts: max_megapixels."""

    code = "picture-too-large"


class TooManyPages(FileRefused):
    """The file has more pages than allowed.  Facts: max_pages."""

    code = "too-many-pages"


class UploadInterrupted(FileRefused):
    """The sender went away in the middle; nothing was kept."""

    code = "upload-interrupted"


class ReadersBusy(TimeoutError):
    """Others' files are still being read: no fault of this one, which may come again soon."""


class FileAsBefore(DocumentsError):
    """The very file that was sent before, where another is asked for."""

    code = "file-as-before"


class TooManyFiles(DocumentsError):
    """The subject holds as many files as it may.  Facts: max_files."""

    code = "too-many-files"


class PaperUnknown(DocumentsError):
    """There is no such paper for this visitor."""

    code = "paper-unknown"


class PaperSizeUnknown(DocumentsError):
    """The paper is not made for this size.  Facts: size."""

    code = "paper-size-unknown"


class WordsNotKept(DocumentsError):
    """What the paper says was not kept when it was made: only its first file can be printed."""

    code = "paper-words-not-kept"


class NotWithdrawable(DocumentsError):
    """Only a file that was sent in can be taken back, and only once."""

    code = "paper-not-withdrawable"


class NotSignable(DocumentsError):
    """Only what an officer answers for by his name is signed, and only once."""

    code = "paper-not-signable"


class SignatureUnavailable(DocumentsError):
    """The signing service did not sign: nothing was done, and it may be tried again."""

    code = "signature-unavailable"


class RegisterClosed(DocumentsError):
    """The register of that year is closed.  Facts: book, year."""

    code = "register-closed"


class YearNotOver(DocumentsError):
    """A register is closed when its year is over.  Facts: year."""

    code = "year-not-over"


class RegisterNotYours(DocumentsError):
    """Another has to close, or to read, this register.  Facts: agency, the visitor's."""

    code = "register-not-yours"


class TemplateBroken(DocumentsError):
    """A template does not print what it has to.  Facts: line, column (0 where unknown), problem."""

    code = "template-broken"


class FormUnknown(DocumentsError):
    """No circular has such a form.  Facts: form."""

    code = "form-unknown"


class TemplateUnknown(DocumentsError):
    """No such template was published for the form.  Facts: form."""

    code = "template-not-published"


class TemplateBackDated(DocumentsError):
    """A template is published from today on, or later: old papers stay.  Facts: valid_from."""

    code = "template-back-dated"


class TemplateNotYours(DocumentsError):
    """Templates are replaced by administrators alone."""

    code = "template-not-yours"


class FileMissing(Exception):
    """A fault: the row of a stored file is there and its content is not."""
