/// What the head of a WAV file says about the sound in it.
public struct WAVHeader: Sendable, Equatable {
    /// Frames a second.
    public var sampleRate: Int
    /// Bits of a sample.
    public var bits: Int
    /// How many samples a frame has.
    public var channels: Int
    /// Where the samples begin, in bytes from the start of the file.
    public var dataOffset: Int
    /// How many bytes of samples there are; nil where the file does not know, as one written to a pipe.
    public var dataSize: Int?

    /// The bytes of a frame.
    public var frameSize: Int { channels * ((bits + 7) / 8) }

    /// How long it sounds, in seconds; nil where the file does not know. The size of the whole file, if given, says it
    /// then, and shortens what the head promises.
    public func seconds(fileSize: Int? = nil) -> Double? {
        let there = fileSize.map { max(0, $0 - dataOffset) }
        guard let size = dataSize.map({ min($0, there ?? $0) }) ?? there, frameSize > 0, sampleRate > 0 else {
            return nil
        }
        return Double(size / frameSize) / Double(sampleRate)
    }

    /// Why a call cannot play it as a prompt, which is 16-bit PCM of one channel at 16 kHz; nil where it can.
    public var promptFault: String? {
        var faults: [String] = []
        if sampleRate != AudioTime.rate { faults.append("\(sampleRate) Hz") }
        if channels != 1 { faults.append("\(channels) channels") }
        if bits != 16 { faults.append("\(bits) bits") }
        if faults.isEmpty { return nil }
        return "the WAV file has \(faults.joined(separator: ", ")): a prompt is 16 kHz, mono, 16-bit PCM"
    }

    /// Reads the head of a file that is in memory, or as much of it as there is.
    ///
    /// - Throws: ``WAVError``.
    public init(_ bytes: [UInt8]) throws(WAVError) {
        var reader = WAVReader()
        if let header = try reader.read(bytes) { self = header } else { self = try reader.end() }
    }

    init(sampleRate: Int, bits: Int, channels: Int, dataOffset: Int, dataSize: Int?) {
        (self.sampleRate, self.bits, self.channels) = (sampleRate, bits, channels)
        (self.dataOffset, self.dataSize) = (dataOffset, dataSize)
    }
}
