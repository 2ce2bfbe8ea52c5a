/// Why something is not a WAV file that can be played.
public enum WAVError: Error, Equatable, CustomStringConvertible {
    /// It does not begin as a RIFF file.
    case notRIFF
    /// A RIFF file of something else; its four letters.
    case notWAVE(String)
    /// The samples are not plain PCM; the number of their format, such as 6 (A-law), 7 (µ-law), 0x55 (MP3).
    case compressed(format: Int)
    /// It ends within its head, after so many bytes.
    case truncated(at: Int)
    /// A part of the head is not as it must be; where, in bytes.
    case malformed(String, at: Int)
    /// There is no sound before so many bytes of other chunks.
    case noData(limit: Int)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .notRIFF: "not a WAV file: it does not begin with RIFF"
        case .notWAVE(let form): "a RIFF file of \(form.debugDescription), not of WAVE"
        case .compressed(let format):
            "WAV of format \(format)\(Self.names[format].map { " (\($0))" } ?? ""): convert it to 16-bit PCM"
        case .truncated(let place): "the WAV file ends within its head, after \(place) bytes"
        case .malformed(let what, let place): "the WAV file is malformed at byte \(place): \(what)"
        case .noData(let limit): "the WAV file has no data chunk in its first \(limit) bytes"
        }
    }

    private static let names = [
        2: "ADPCM", 3: "floating point", 6: "A-law", 7: "mu-law", 0x11: "IMA ADPCM", 0x55: "MP3",
    ]
}
