/// Why audio cannot be described or made into a file.
public enum AudioError: Error, Equatable, CustomStringConvertible {
    /// Samples do not make whole frames: so many samples of so many channels.
    case unevenSamples(count: Int, channels: Int)
    /// There are 1 to 5 channels.
    case channels(Int)
    /// Something stands in a channel that there is not, counted from 0.
    case noSuchChannel(Int, of: Int)
    /// More than what is held or written; both in frames.
    case tooLong(frames: Int, limit: Int)
    /// A file could not be written: the system's error number.
    case notWritten(errno: Int32)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .unevenSamples(let count, let channels):
            "\(count) samples do not make whole frames of \(channels) channels: give a multiple of \(channels)"
        case .channels(let count): "\(count) channels: audio of a call has 1 to 5"
        case .noSuchChannel(let channel, let count):
            "channel \(channel) does not exist: there are \(count), counted from 0"
        case .tooLong(let frames, let limit):
            "audio of \(frames) frames is too long: at most \(limit) fit, which are \(limit / AudioTime.rate) s"
        case .notWritten(let errno): "the audio file could not be written (errno \(errno))"
        }
    }
}
