/// Sound of one voice, as a list of what is heard one after the other. Its samples are made as they are asked for.
public struct Track: Sendable, Equatable {
    /// What is heard, in order.
    public let segments: [Segment]
    /// Where each segment begins, in frames.
    private let starts: [Int]
    /// How many frames it has.
    public let frames: Int

    /// The segments one after the other; they end at ``AudioTime/longest``.
    public init(_ segments: [Segment] = []) {
        var starts: [Int] = []
        var end = 0
        for segment in segments {
            starts.append(end)
            end = min(AudioTime.longest, end + segment.frames)
        }
        (self.segments, self.starts, self.frames) = (segments, starts, end)
    }

    /// The keys one after the other, with as much silence between them; both in seconds.
    public init(keys: [DTMFKey], seconds: Double = 0.1, pause: Double = 0.1) {
        self.init(keys.flatMap { [.key($0, seconds: seconds), .silence(seconds: pause)] })
    }

    /// How long it sounds, in seconds.
    public var seconds: Double { AudioTime.seconds(frames) }

    /// The samples of some frames; silence before its start and past its end.
    public func samples(_ range: Range<Int>) -> [Int16] {
        var sums = [Int32](repeating: 0, count: range.count)
        let heard = range.clamped(to: 0..<frames)
        if !heard.isEmpty { add(heard, to: &sums, at: heard.lowerBound - range.lowerBound, channels: 1) }
        return sums.map { Int16(clamping: $0) }
    }

    /// All samples in order, at most 32,768 (64 KiB) at once.
    public var chunks: some Sequence<[Int16]> & Sendable {
        let size = AudioFile.chunkSize / 2
        return stride(from: 0, to: frames, by: size).lazy.map { samples($0..<min($0 + size, frames)) }
    }

    /// Adds frames that it has to sums of so many channels, from one of the sums on.
    func add(_ range: Range<Int>, to sums: inout [Int32], at first: Int, channels: Int) {
        var segment = self.segment(at: range.lowerBound)
        var frame = range.lowerBound
        while frame < range.upperBound, segment < segments.count {
            let start = starts[segment]
            let end = min(range.upperBound, start + segments[segment].frames)
            if frame < end {
                segments[segment].add(
                    frame - start..<end - start, to: &sums, at: first + (frame - range.lowerBound) * channels,
                    channels: channels)
                frame = end
            }
            segment += 1
        }
    }

    /// The last segment that begins there or before.
    private func segment(at frame: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= frame { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }
}
