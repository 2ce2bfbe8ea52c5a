import CallAudio
import CallAutomation
import CallModel

/// What streams tell of the people in a call.
extension EmulatorCore {
    /// A transcription result that is due.
    struct Transcript: Sendable, Equatable {
        let stream: String
        let participant: String
        let text: String
        /// When the words began and how long they take, in seconds; of all of them.
        let began: Double
        let seconds: Double
        let isFinal: Bool
    }

    /// Somebody begins to say something: whoever transcribes the call is told when it was said, and may be told what is
    /// guessed on the way. The service's own prompts are not transcribed.
    mutating func heard(_ text: String, from phone: String, seconds: Double, call: String) {
        for leg in connectedLegs(of: call) {
            if leg.media?.state == .active { legs[leg.id]?.media?.sounds[phone] = .voice(until: now + seconds) }
            guard let stream = leg.transcription, stream.state == .active else { continue }
            func later(_ words: String, _ delay: Double, isFinal: Bool) {
                _ = set(
                    .transcript(
                        leg: leg.id,
                        Transcript(
                            stream: stream.id, participant: phone, text: words, began: now, seconds: delay,
                            isFinal: isFinal)), after: delay)
            }
            let words = text.split(separator: " ").map(String.init)
            if stream.tellsGuesses, words.count > 1 {
                later(words.prefix(words.count / 2).joined(separator: " "), seconds / 2, isFinal: false)
            }
            later(text, seconds, isFinal: true)
        }
    }

    /// A result is there.
    mutating func transcribed(_ transcript: Transcript, leg id: String) {
        guard let stream = legs[id]?.transcription, stream.id == transcript.stream, stream.state == .active else {
            return
        }
        let ticks = 10_000_000.0
        let offset = Int(max(0, transcript.began - stream.since) * ticks)
        let words = transcript.text.split(separator: " ")
        let each = words.isEmpty ? 0 : Int(transcript.seconds * ticks) / words.count
        add(
            .stream(
                .send(
                    stream: stream.id,
                    .transcriptionData(
                        TranscriptionData(
                            text: transcript.text, confidence: 0.9, offset: offset,
                            duration: Int(transcript.seconds * ticks),
                            words: words.enumerated().map {
                                TranscriptionData.Word(
                                    text: String($0.element), offset: offset + $0.offset * each, duration: each)
                            },
                            participantRawID: transcript.participant, isFinal: transcript.isFinal)))))
    }

    /// Somebody pressed a key: streams that tell keys have it, and it can be heard.
    mutating func heard(_ tone: Tone, from phone: String, call: String) {
        for leg in connectedLegs(of: call) {
            guard let stream = leg.media, stream.state == .active else { continue }
            legs[leg.id]?.media?.sounds[phone] = .key(tone, until: now + 0.1)
            guard stream.tellsKeys else { continue }
            add(.stream(.send(stream: stream.id, .dtmfData(DtmfData(data: String(tone.key))))))
        }
    }

    /// The next 20 ms of a stream: one frame for all, or one for each who is in the call, four at most.
    func frames(of streamID: String, at time: Double) -> [AudioData] {
        guard let leg = legs.values.first(where: { $0.media?.id == streamID }), let stream = leg.media,
            stream.state == .active
        else { return [] }
        let stamp = EventTime.short(time)
        let count = stream.sampleRate / 50
        func frame(_ sounds: [Sound], _ participant: String?) -> AudioData {
            let tones = sounds.filter { $0.until > time }.flatMap(\.tones)
            return AudioData(
                timestamp: stamp, participantRawID: participant,
                data: PCM.littleEndian(
                    Tones.samples(tones, from: time - stream.since, count: count, rate: stream.sampleRate)),
                isSilent: tones.isEmpty)
        }
        if stream.isMixed { return [frame(Array(stream.sounds.values), nil)] }
        return others(than: leg).prefix(4).map { other in
            let id = other.identifier.rawID
            return frame(stream.sounds[id].map { [$0] } ?? [], id)
        }
    }
}
