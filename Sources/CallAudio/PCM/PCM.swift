/// Recorded sound in memory: 16-bit samples at 16 kHz. Only for what is short, such as a prompt; what is long is a
/// ``Track``.
public struct PCM: Sendable, Equatable {
    /// How many channels there may be.
    public static let channelLimit = 1...5
    /// How many samples may be held: half an hour of one channel.
    public static let sampleLimit = 30 * 60 * AudioTime.rate

    /// How many samples a frame has, 1 to 5.
    public let channels: Int
    /// Frame by frame, and in a frame channel by channel.
    public let samples: [Int16]

    /// Samples of whole frames.
    public init(samples: [Int16], channels: Int = 1) throws(AudioError) {
        guard Self.channelLimit.contains(channels) else { throw .channels(channels) }
        guard samples.count.isMultiple(of: channels) else {
            throw .unevenSamples(count: samples.count, channels: channels)
        }
        guard samples.count <= Self.sampleLimit else {
            throw .tooLong(frames: samples.count / channels, limit: Self.sampleLimit / channels)
        }
        (self.samples, self.channels) = (samples, channels)
    }

    /// Samples as they stand in a file, lowest byte first. An odd byte at the end is an error.
    public init(littleEndian bytes: [UInt8], channels: Int = 1) throws(AudioError) {
        guard bytes.count.isMultiple(of: 2) else {
            throw .unevenSamples(count: (bytes.count + 1) / 2, channels: channels)
        }
        guard bytes.count / 2 <= Self.sampleLimit else {
            throw .tooLong(frames: bytes.count / 2, limit: Self.sampleLimit)
        }
        try self.init(samples: Self.samples(littleEndian: bytes), channels: channels)
    }

    /// The samples as they stand in a file, lowest byte first.
    public var littleEndian: [UInt8] { Self.littleEndian(samples) }

    /// How many frames there are.
    public var frames: Int { samples.count / channels }

    /// How long it sounds, in seconds.
    public var seconds: Double { AudioTime.seconds(frames) }

    /// All channels in one, each as loud as the others.
    public var mono: PCM {
        guard channels > 1 else { return self }
        return PCM(unchecked: Self.mixed(samples, channels: channels))
    }

    /// Its first frames.
    func prefix(_ frames: Int) -> PCM {
        PCM(unchecked: Array(samples.prefix(max(0, frames) * channels)), channels: channels)
    }

    private init(unchecked samples: [Int16], channels: Int = 1) {
        (self.samples, self.channels) = (samples, channels)
    }

    static func mixed(_ samples: [Int16], channels: Int) -> [Int16] {
        stride(from: 0, to: samples.count - samples.count % channels, by: channels).map { frame in
            let sum = samples[frame..<frame + channels].reduce(0) { $0 + Int($1) }
            return Int16(clamping: sum / channels)
        }
    }

    /// Samples as they stand in a file, lowest byte first.
    public static func littleEndian(_ samples: [Int16]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * 2)
        for sample in samples { bytes.little(sample) }
        return bytes
    }

    static func samples(littleEndian bytes: [UInt8]) -> [Int16] {
        stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(truncatingIfNeeded: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }
}
