import Foundation

extension Segment {
    /// Frames at both ends of tones that grow and fade, so that nothing clicks: 2 ms.
    private static let ramp = 32
    /// Syllables a second of a hum.
    private static let syllables = 4.0
    /// How loud a hum is at most.
    private static let humLevel = 0.3

    /// Adds some of its frames, counted from its own start, to sums that have so many channels.
    func add(_ range: Range<Int>, to sums: inout [Int32], at first: Int, channels: Int) {
        var place = first
        switch content {
        case .silence: return
        case .tones(let hertz, let level):
            let height = level * 32_767 / Double(hertz.count)
            for frame in range {
                let edge = min(1, Double(min(frame, frames - 1 - frame)) / Double(Self.ramp))
                sums[place] &+= Int32(height * edge * Tones.sum(hertz, at: AudioTime.seconds(frame)))
                place += channels
            }
        case .hum(let pitch):
            addHum(pitch, range, to: &sums, at: first, channels: channels)
        case .clip(let clip): Self.add(clip, range, to: &sums, at: first, channels: channels)
        case .words(let words):
            if let clip = words.clip() {
                Self.add(clip, range.clamped(to: 0..<clip.frames), to: &sums, at: first, channels: channels)
            } else {
                addHum(words.pitch, range, to: &sums, at: first, channels: channels)
            }
        }
    }

    private func addHum(_ pitch: Double, _ range: Range<Int>, to sums: inout [Int32], at first: Int, channels: Int) {
        let tones = [pitch, 2 * pitch, 3 * pitch]
        var place = first
        for frame in range {
            let time = AudioTime.seconds(frame)
            let level = Self.humLevel * 32_767 / 3 * (0.5 - 0.5 * cos(2 * .pi * Self.syllables * time))
            sums[place] &+= Int32(level * Tones.sum(tones, at: time))
            place += channels
        }
    }

    private static func add(
        _ clip: PCM, _ range: Range<Int>, to sums: inout [Int32], at first: Int, channels: Int
    ) {
        var place = first
        for frame in range {
            sums[place] &+= Int32(clip.samples[frame])
            place += channels
        }
    }
}
