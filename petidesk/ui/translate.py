"""The one name under which a text outside a class is translated: the extractor of translations knows it by it."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate
