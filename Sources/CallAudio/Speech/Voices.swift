import Synchronization

/// Speaks texts one after the other and keeps the last of them. All of it waits for the program: ask from a thread that
/// may.
///
/// After a failure nothing is spoken for a minute, so that a program that hangs holds up nobody twice.
public final class Voices: Sendable {
    /// What is to be spoken.
    struct Words: Hashable {
        var text: String
        var locale: String?
        /// The time there is; nil for as long as it takes.
        var frames: Int?
    }

    /// How words sound.
    enum Sound {
        case spoken(PCM)
        case hummed
        /// They were spoken before, and cannot be now.
        case lost
    }

    private struct State {
        var clips: [Words: (clip: PCM, used: Int)] = [:]
        /// All of ``clips``.
        var samples = 0
        var uses = 0
        /// How words sounded the first time, by their hashes.
        var wereSpoken: [Int: Bool] = [:]
        var failure: SpeechError?
        var restsUntil: ContinuousClock.Instant?
    }

    private static let rest = Duration.seconds(60)
    private static let mostVerdicts = 100_000

    /// The program.
    public let speech: Speech
    private let sampleLimit: Int
    private let timeLimit: Duration
    private let failed: @Sendable (SpeechError) -> Void
    private let state = Mutex(State())
    /// Held by who speaks.
    private let turn = Mutex(())

    /// - Parameters:
    ///   - cacheLimit: bytes of sound that are kept.
    ///   - timeLimit: for one text.
    ///   - failed: is told of the first failure, and of no other.
    public init(
        _ speech: Speech, cacheLimit: Int = 32 << 20, timeLimit: Duration = .seconds(10),
        failed: @escaping @Sendable (SpeechError) -> Void = { _ in }
    ) {
        (self.speech, self.timeLimit, self.failed) = (speech, timeLimit, failed)
        sampleLimit = cacheLimit / 2
    }

    /// What a text sounds like at its natural pace, in a language such as `en-US`.
    ///
    /// - Throws: ``SpeechError``; that of the failure before while nothing is spoken.
    public func clip(of text: String, locale: String? = nil) throws(SpeechError) -> PCM {
        try clip(of: Words(text: text, locale: locale))
    }

    /// The same as the first time.
    func sound(of words: Words) -> Sound {
        let before = state.withLock { $0.wereSpoken[words.hashValue] }
        if before == false { return .hummed }
        let clip = try? clip(of: words)
        if before == true { return clip.map(Sound.spoken) ?? .lost }
        let wasSpoken = state.withLock { state in
            if state.wereSpoken.count >= Self.mostVerdicts { state.wereSpoken = [:] }
            // Another one may have decided meanwhile.
            let verdict = state.wereSpoken[words.hashValue] ?? (clip != nil)
            state.wereSpoken[words.hashValue] = verdict
            return verdict
        }
        return wasSpoken ? clip.map(Sound.spoken) ?? .lost : .hummed
    }

    private func clip(of words: Words) throws(SpeechError) -> PCM {
        if let clip = kept(words) { return clip }
        let result = turn.withLock { _ -> Result<PCM, SpeechError> in
            // Whoever had the turn before may have spoken it.
            if let clip = kept(words) { return .success(clip) }
            if let failure = resting() { return .failure(failure) }
            do throws(SpeechError) {
                let clip = try speak(words)
                keep(clip, words)
                return .success(clip)
            } catch {
                note(error)
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Faster where the time is too short, as far as the voice can; what is still too long is cut off.
    private func speak(_ words: Words) throws(SpeechError) -> PCM {
        let clip = try speech.speak(words.text, words.locale, timeLimit)
        guard let frames = words.frames, clip.frames > frames else { return clip }
        // A little more than is needed, since the voice's own pauses shrink less.
        let pace = Int(1.05 * Double(Speech.usualPace) * Double(clip.frames) / Double(max(frames, 1)))
        let faster = try speech.speak(words.text, words.locale, timeLimit, pace: min(pace, Speech.fastestPace))
        return faster.prefix(frames)
    }

    private func kept(_ words: Words) -> PCM? {
        state.withLock { state in
            state.uses += 1
            state.clips[words]?.used = state.uses
            return state.clips[words]?.clip
        }
    }

    private func keep(_ clip: PCM, _ words: Words) {
        state.withLock { state in
            guard clip.samples.count <= sampleLimit else { return }
            state.clips[words] = (clip, state.uses)
            state.samples += clip.samples.count
            while state.samples > sampleLimit, let oldest = state.clips.min(by: { $0.value.used < $1.value.used }) {
                state.clips[oldest.key] = nil
                state.samples -= oldest.value.clip.samples.count
            }
        }
    }

    private func resting() -> SpeechError? {
        state.withLock { state in
            guard let until = state.restsUntil, ContinuousClock.now < until else { return nil }
            return state.failure
        }
    }

    private func note(_ error: SpeechError) {
        let isFirst = state.withLock { state in
            defer { state.failure = error }
            if !error.isOfText { state.restsUntil = .now + Self.rest }
            return state.failure == nil
        }
        if isFirst { failed(error) }
    }
}
