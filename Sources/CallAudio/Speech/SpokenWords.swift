import Synchronization

/// Words in a track, which are spoken when their sound is first asked for. Until then they cost nothing.
///
/// They sound the same whenever they are asked for: what was spoken once is never hummed, and the other way round, so that a
/// file can be read in pieces. Where that cannot be held, ``isLost`` says so.
public final class SpokenWords: Sendable, Equatable {
    let words: Voices.Words
    /// Of the hum in their place, in hertz.
    let pitch: Double
    /// The time they have.
    let frames: Int
    private let voices: Voices?
    private let lost = Atomic(false)

    /// Words that are fitted into so many seconds, or cut off there. Without voices they are hummed, at so many hertz.
    public init(_ text: String, locale: String?, seconds: Double, pitch: Double = 120, voices: Voices?) {
        frames = AudioTime.frames(seconds)
        words = Voices.Words(text: text, locale: locale, frames: frames)
        (self.pitch, self.voices) = (pitch, voices)
    }

    /// Whether they were spoken before and now could not be: what was just read is not to be used.
    public var isLost: Bool { lost.load(ordering: .relaxed) }

    /// Their sound; nil for a hum. Waits for the voice.
    func clip() -> PCM? {
        // What is too short for a word is not worth a program's start.
        guard let voices, frames >= AudioTime.rate / 10 else { return nil }
        switch voices.sound(of: words) {
        case .spoken(let clip): return clip
        case .hummed: return nil
        case .lost:
            lost.store(true, ordering: .relaxed)
            return nil
        }
    }

    /// Whether they are the same ones, not only the same words.
    public static func == (one: SpokenWords, other: SpokenWords) -> Bool { one === other }
}
