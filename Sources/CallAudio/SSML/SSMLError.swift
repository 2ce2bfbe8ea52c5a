/// What is wrong with an SSML document, and where: lines and columns count from 1.
public struct SSMLError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what to do about it.
    public var message: String
    /// The line of the place.
    public var line: Int
    /// The character in that line.
    public var column: Int

    /// The message with its place.
    public var description: String { "SSML, line \(line), column \(column): \(message)" }
}
