/// How far the file of a recording has come, told to whoever wants to know: a test ends the process there.
public enum RecordingFileStep: Sendable, CaseIterable {
    /// A piece of it is in the part.
    case part
    /// All of it is in the part.
    case whole
    /// It stands under its own name.
    case named
    /// The service has deleted it.
    case deleted
}
