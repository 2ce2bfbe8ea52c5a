import CallAudio
import CallModel

/// What is heard in a recording: a voice of its own for everybody, keys, and music where files are played.
struct CallSound: Sendable {
    let mix: Mix
    /// What is spoken in it.
    let words: [SpokenWords]

    /// - Parameters:
    ///   - application: the raw id that the application speaks for.
    ///   - speed: how much faster than life prompts are.
    ///   - voices: who speaks; without them words are hummed.
    /// - Throws: never for a recording that could be started.
    init(
        _ recording: Recording, _ call: Call, application: String?, speed: Double, voices: Voices?
    ) throws(AudioError) {
        let last = recording.spans.last.map { $0.to ?? $0.from } ?? 0
        // What comes later is no part of it, however late the file is fetched.
        let entries = call.timeline.prefix { $0.time <= last }
        let isMixed = recording.settings.channel == .mixed
        let seats = RecordingSeats(recording.settings, call, entries, application: application)
        var writer = TrackWriter(speed: speed, voices: voices)
        let sounds = HeardSound.all(in: entries).map { sound in
            (sound: sound, track: writer.track(of: sound, pitch: seats.pitch(of: sound.who)))
        }
        var parts: [Mix.Part] = []
        var at = 0.0
        for span in recording.spans {
            let end = span.to ?? span.from
            for (sound, track) in sounds where sound.to > span.from && sound.from < end {
                parts.append(
                    Mix.Part(
                        track, start: at + max(sound.from, span.from) - span.from,
                        end: at + min(sound.to, end) - span.from, skipped: max(0, span.from - sound.from),
                        isLooped: sound.isLooped, channel: isMixed ? 0 : seats.channel(of: sound.who)))
            }
            at += end - span.from
        }
        mix = try Mix(parts, channels: isMixed ? 1 : seats.channels, seconds: at)
        words = writer.words
    }
}

/// Makes tracks of what is heard.
struct TrackWriter {
    let speed: Double
    let voices: Voices?
    /// All that is spoken in them.
    private(set) var words: [SpokenWords] = []

    init(speed: Double, voices: Voices?) { (self.speed, self.voices) = (speed, voices) }

    mutating func track(of sound: HeardSound, pitch: Double) -> Track {
        switch sound.content {
        case .key(let key): Track([.key(key)])
        case .keys(let keys):
            Track(
                keys: keys, seconds: sound.seconds / 2 / Double(keys.count),
                pause: sound.seconds / 2 / Double(keys.count))
        case .words(let text, let locale): Track([spoken(text, locale, sound.seconds, pitch)])
        case .prompts(let sources): Track(sources.flatMap { segments(of: $0, pitch) })
        }
    }

    private mutating func segments(of source: PromptSource, _ pitch: Double) -> [Segment] {
        switch source.kind {
        case .file: return Segment.music(seconds: source.seconds)
        case .text: return [spoken(source.text, source.locale, source.seconds, pitch)]
        case .ssml:
            guard let document = try? SSML(source.text) else {
                return [spoken(SSML.withoutTags(source.text), source.locale, source.seconds, pitch)]
            }
            // Pauses are as long as they shall be, the words share the rest.
            let pauses = min(document.pauseSeconds / speed, source.seconds)
            let share = (source.seconds - pauses) / Double(max(1, document.text.count))
            return document.parts.map { part in
                switch part {
                case .pause(let seconds): .silence(seconds: seconds / speed)
                case .text(let text):
                    spoken(text, document.locale ?? source.locale, share * Double(text.count), pitch)
                }
            }
        }
    }

    private mutating func spoken(_ text: String, _ locale: String?, _ seconds: Double, _ pitch: Double) -> Segment {
        // What an application asks to hide is dots here, and they are hummed.
        let isHidden = text.allSatisfy { $0 == "•" }
        let spoken = SpokenWords(
            text, locale: locale, seconds: seconds, pitch: pitch, voices: isHidden ? nil : voices)
        words.append(spoken)
        return .words(spoken)
    }
}
