/// Why a text could not be spoken.
public enum SpeechError: Error, Equatable, CustomStringConvertible {
    /// The text has more than ``Speech/textLimit`` bytes.
    case tooMuchText(bytes: Int)
    /// The program did not start: its path, and the system's error number.
    case notStarted(String, errno: Int32)
    /// It was ended because it took longer than so many seconds.
    case timedOut(seconds: Double)
    /// It was ended because the task was cancelled.
    case cancelled
    /// It ended with an error: its exit code, or the number of the signal below 0.
    case failed(code: Int32)
    /// It gave more than ``Speech/outputLimit`` bytes.
    case tooMuchSound
    /// What it gave is no WAV file of 16-bit PCM; why.
    case notWAV(String)

    /// Whether it says something of that text only, not of the program.
    public var isOfText: Bool {
        switch self {
        case .tooMuchText, .tooMuchSound, .cancelled: true
        case .notStarted, .timedOut, .failed, .notWAV: false
        }
    }

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .tooMuchText(let bytes): "a text of \(bytes) bytes is too long to speak: at most \(Speech.textLimit)"
        case .notStarted(let path, let errno):
            "\(path) did not start (errno \(errno)): is it a program that can run here?"
        case .timedOut(let seconds):
            "espeak-ng took longer than \(seconds) s and was ended: give a shorter text or more time"
        case .cancelled: "the text was not spoken, since its task was cancelled"
        case .failed(let code): "espeak-ng ended with code \(code): are its voices installed?"
        case .tooMuchSound: "espeak-ng gave more than \(Speech.outputLimit) bytes of sound: give a shorter text"
        case .notWAV(let reason): "espeak-ng gave no sound that can be read: \(reason)"
        }
    }
}
