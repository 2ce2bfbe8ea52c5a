import Dispatch
import Synchronization

/// Speaks texts with `espeak-ng`, where it is installed.
public struct Speech: Sendable {
    /// The longest text, in bytes.
    public static let textLimit = 64 * 1_024
    /// The most sound, in bytes of a WAV file: about 12 minutes.
    public static let outputLimit = 32 << 20

    /// Words a minute of a voice that is left alone.
    static let usualPace = 175
    /// As many as can still be told apart.
    static let fastestPace = 450

    /// The voice of this machine: `espeak-ng` in one of the folders of `PATH`, which is looked up once. Nil where there is
    /// none: tones may stand for the words then.
    public static let installed: Speech? = SystemProcess.find("espeak-ng").map { Speech(program: $0) }

    /// Whether a text is written as a language is, such as `en-US`; there may still be no voice for it.
    public static func isLocale(_ text: String) -> Bool {
        SpeechVoices.parts(of: text.replacing("_", with: "-")) != nil
    }

    /// The path of the program.
    public let program: String

    /// What the program is told before all else.
    private let leading: [String]

    /// A program that takes the same arguments as `espeak-ng` does.
    public init(program: String) { self.init(program: program, leading: []) }

    init(program: String, leading: [String]) { (self.program, self.leading) = (program, leading) }

    /// What a text sounds like in a language such as `en-US`; American English where there is no voice for it. Nil where
    /// no voice is installed.
    ///
    /// - Throws: ``SpeechError``.
    public static func pcm(
        of text: String, locale: String? = nil, timeLimit: Duration = .seconds(10)
    ) async throws -> PCM? {
        guard let installed else { return nil }
        return try await installed.pcm(of: text, locale: locale, timeLimit: timeLimit)
    }

    /// What a text sounds like in a language such as `en-US`, at 16 kHz; American English where there is no voice for it.
    /// The text is read out as it is, with no markup in it. The limit of time is for all of it.
    ///
    /// - Throws: ``SpeechError``.
    public func pcm(of text: String, locale: String? = nil, timeLimit: Duration = .seconds(10)) async throws -> PCM {
        let isCancelled = CancelFlag()
        // The program is waited for in a thread of the dispatch queue, not in one of the tasks'.
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        with: Result { try speak(text, locale, timeLimit, isCancelled: { isCancelled.isSet }) })
                }
            }
        } onCancel: {
            isCancelled.set()
        }
    }

    /// What a document sounds like, with its pauses, in its own language or else that given. The limit of time is for each
    /// of its texts.
    ///
    /// - Throws: ``SpeechError``.
    public func track(
        of document: SSML, locale: String? = nil, timeLimit: Duration = .seconds(10)
    ) async throws -> Track {
        var segments: [Segment] = []
        for part in document.parts {
            switch part {
            case .pause(let seconds): segments.append(.silence(seconds: seconds))
            case .text(let text):
                let clip = try await pcm(of: text, locale: document.locale ?? locale, timeLimit: timeLimit)
                segments.append(.clip(clip))
            }
        }
        return Track(segments)
    }

    /// The same for a thread that may wait; so many words a minute.
    func speak(
        _ text: String, _ locale: String?, _ timeLimit: Duration, pace: Int = usualPace,
        isCancelled: () -> Bool = { false }
    ) throws(SpeechError) -> PCM {
        guard text.utf8.count <= Self.textLimit else { throw .tooMuchText(bytes: text.utf8.count) }
        let input = Array(text.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" ? " " : String($0) }.joined().utf8)
        let timeLimit = SystemProcess.TimeLimit(timeLimit)
        var failure: SpeechError?
        for voice in SpeechVoices.candidates(for: locale) {
            let end = try SystemProcess.run(
                program, leading + ["-v", voice, "-s", "\(pace)", "-b", "1", "--stdin", "--stdout"], input: input,
                outputLimit: Self.outputLimit, timeLimit: timeLimit, isCancelled: isCancelled)
            // A voice that does not exist ends the program; another is tried then.
            guard end.code == 0 else {
                failure = .failed(code: end.code)
                continue
            }
            do { return try PCM(wav: end.output) } catch { throw .notWAV("\(error)") }
        }
        throw failure ?? .failed(code: 0)
    }
}

/// Whether a task was cancelled, for a thread that is not its own.
private final class CancelFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
