"""补录: many old disputes typed or pasted into a grid."""
