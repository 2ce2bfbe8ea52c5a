import CallModel
import Foundation

/// What is heard in a recording, sample by sample: 16 bits, 16 kHz.
struct CallSound: Sendable {
    static let rate = 16_000

    /// How many voices have a channel of their own; 1 where all are mixed.
    let channels: Int
    /// How long it is.
    let seconds: Double
    private var parts: [Part] = []

    /// Somebody is heard for a while.
    struct Part: Sendable {
        /// In seconds of the recording.
        var from: Double
        var to: Double
        var channel: Int
        /// In hertz.
        var tones: [Double]
        /// Whether it comes and goes, as syllables do.
        var isVoice: Bool
    }

    init(channels: Int = 1, seconds: Double, parts: [Part]) {
        (self.channels, self.seconds, self.parts) = (channels, seconds, parts)
    }

    var frames: Int { Int((seconds * Double(Self.rate)).rounded()) }

    /// The samples of some frames, channel by channel within each.
    func samples(_ range: Range<Int>) -> [Int16] {
        var sums = [Double](repeating: 0, count: range.count * channels)
        for part in parts {
            let first = max(range.lowerBound, Int(part.from * Double(Self.rate)))
            let last = min(range.upperBound, Int(part.to * Double(Self.rate)))
            guard first < last else { continue }
            for frame in first..<last {
                let time = Double(frame) / Double(Self.rate)
                let wave = part.tones.reduce(0) { $0 + sin(2 * .pi * $1 * time) } / Double(part.tones.count)
                let level = part.isVoice ? 0.5 - 0.5 * cos(2 * .pi * 4 * (time - part.from)) : 1
                sums[(frame - range.lowerBound) * channels + part.channel] += 8_000 * wave * level
            }
        }
        return sums.map { Int16(max(-32_768, min(32_767, $0))) }
    }

    // MARK: - From a call

    init(_ recording: Recording, _ call: Call) {
        let people = Self.channels(of: recording, call)
        let isMixed = recording.settings.channel == .mixed
        var parts: [Part] = []
        var at = 0.0
        for span in recording.spans {
            let end = span.to ?? span.from
            for heard in Self.heard(in: call) where heard.to > span.from && heard.from < end {
                parts.append(
                    Part(
                        from: at + max(heard.from, span.from) - span.from, to: at + min(heard.to, end) - span.from,
                        channel: isMixed ? 0 : min(people.firstIndex(of: heard.who) ?? people.count, 4),
                        tones: heard.tones ?? Self.voice(of: heard.who, people), isVoice: heard.tones == nil))
            }
            at += end - span.from
        }
        self.init(channels: isMixed ? 1 : max(1, min(5, people.count)), seconds: at, parts: parts)
    }

    private struct Heard {
        var from: Double
        var to: Double
        var who: String
        /// Nil for a voice.
        var tones: [Double]?
    }

    /// Who speaks and presses when, as the timeline tells it. What interrupts a prompt ends it.
    private static func heard(in call: Call) -> [Heard] {
        var heard: [Heard] = []
        var prompt: Int?
        for entry in call.timeline {
            let who = entry.details["phone"]?.stringValue ?? ""
            let seconds = entry.details["seconds"]?.doubleValue ?? 0
            switch entry.kind {
            case .playStarted, .recognizeStarted:
                let isEndless = entry.details["loop"]?.boolValue == true
                prompt = heard.count
                heard.append(Heard(from: entry.time, to: entry.time + (isEndless ? 86_400 : seconds), who: ""))
            case .playCompleted, .playCanceled, .playFailed, .recognized, .recognizeFailed, .recognizeCanceled,
                .disconnected:
                if let prompt { heard[prompt].to = min(heard[prompt].to, entry.time) }
                prompt = nil
            case .said: heard.append(Heard(from: entry.time, to: entry.time + seconds, who: who))
            case .keyPressed:
                guard let tone = entry.details["tone"]?.stringValue.flatMap({ Tone(rawValue: $0) }) else { continue }
                heard.append(Heard(from: entry.time, to: entry.time + 0.1, who: who, tones: tone.frequencies))
            default: break
            }
        }
        return heard
    }

    /// Whose channel comes first: as asked for, then in the order of coming.
    private static func channels(of recording: Recording, _ call: Call) -> [String] {
        var people = recording.settings.channelAffinity.sorted { $0.channel < $1.channel }.map(\.participant.rawID)
        people += recording.settings.channelOrder.map(\.rawID)
        people += call.timeline.compactMap { $0.details["phone"]?.stringValue }
        people += [call.caller.rawID] + [call.callee?.rawID].compactMap { $0 }
        var seen: Set<String> = []
        return people.filter { seen.insert($0).inserted }
    }

    /// Everybody hums at a height of their own; the application lowest.
    private static func voice(of who: String, _ people: [String]) -> [Double] {
        let place = people.firstIndex(of: who).map { $0 + 1 } ?? 0
        let base = 120.0 * pow(1.25, Double(place % 8))
        return [base, 2 * base, 3 * base]
    }
}

extension Tone {
    /// The two frequencies of the key, in hertz (ITU-T Q.23).
    var frequencies: [Double] {
        let rows = ["123A", "456B", "789C", "*0#D"]
        for (row, keys) in rows.enumerated() {
            guard let column = Array(keys).firstIndex(of: key) else { continue }
            return [[697, 770, 852, 941][row], [1_209, 1_336, 1_477, 1_633][column]]
        }
        return []
    }
}
