/// A piece of a ``Track``: silence, tones, a hum or a clip, for a while.
public struct Segment: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        case silence
        /// In hertz, and how loud together: 1 is as loud as can be.
        case tones([Double], level: Double)
        /// The lowest tone of a voice, in hertz.
        case hum(Double)
        /// One channel.
        case clip(PCM)
        case words(SpokenWords)
    }

    let content: Content
    /// How many frames it has.
    public let frames: Int

    private init(_ content: Content, _ frames: Int) { (self.content, self.frames) = (content, frames) }

    /// Nothing to hear for so many seconds.
    public static func silence(seconds: Double) -> Segment { Segment(.silence, AudioTime.frames(seconds)) }

    /// Some tones together, in hertz, for so many seconds; the level is that of all, from 0 to 1. Tones above 8 kHz and
    /// what is no number are left out.
    public static func tones(_ hertz: [Double], seconds: Double, level: Double = 0.25) -> Segment {
        let heard = hertz.filter { $0 > 0 && $0 < Double(AudioTime.rate / 2) }
        let level = level > 0 ? min(level, 1) : 0
        return Segment(heard.isEmpty ? .silence : .tones(heard, level: level), AudioTime.frames(seconds))
    }

    /// The tones of a key, for so many seconds.
    public static func key(_ key: DTMFKey, seconds: Double = 0.1) -> Segment { tones(key.hertz, seconds: seconds) }

    /// Somebody speaks, without words: a tone and its overtones that come and go as syllables do. The pitch is in hertz,
    /// 60 to 400.
    public static func hum(pitch: Double = 120, seconds: Double) -> Segment {
        Segment(.hum(pitch > 60 ? min(pitch, 400) : 60), AudioTime.frames(seconds))
    }

    /// A clip as it is; several channels are mixed into one.
    public static func clip(_ clip: PCM) -> Segment { Segment(.clip(clip.mono), clip.frames) }

    /// Words that are spoken when they are first asked for; where that cannot be, a hum as long.
    public static func words(_ words: SpokenWords) -> Segment { Segment(.words(words), words.frames) }

    /// Music of a sort, for so many seconds: four chords, again and again.
    public static func music(seconds: Double) -> [Segment] {
        let chords = [[262.0, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294]]
        let (length, frames) = (0.5, AudioTime.frames(seconds))
        return (0..<(frames + AudioTime.frames(length) - 1) / AudioTime.frames(length)).map { number in
            .tones(
                chords[number % chords.count], seconds: min(length, seconds - Double(number) * length), level: 0.2)
        }
    }
}
