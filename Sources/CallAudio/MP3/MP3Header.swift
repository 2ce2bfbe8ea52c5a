/// What the first frame of an MP3 file says about the sound in it.
public struct MP3Header: Sendable, Equatable {
    /// The version of MPEG that a frame is of.
    public enum Version: String, Sendable {
        /// 32 to 48 kHz.
        case mpeg1 = "MPEG-1"
        /// 16 to 24 kHz.
        case mpeg2 = "MPEG-2"
        /// 8 to 12 kHz; beside the standard.
        case mpeg25 = "MPEG-2.5"
    }

    /// The version of MPEG.
    public var version: Version
    /// Bits a second, of the first frame.
    public var bitRate: Int
    /// Frames of sound a second (samples of one channel).
    public var sampleRate: Int
    /// 1 or 2.
    public var channels: Int
    /// Whether a tag (ID3v2) stands before the frames.
    public var hasID3v2: Bool
    /// Where the first frame is, in bytes from the start of the file.
    public var frameOffset: Int
    /// How many frames follow the first, as its Xing, Info or VBRI header says; nil where it has none.
    public var frameCount: Int?

    /// Samples of one channel in a frame.
    public var frameLength: Int { version == .mpeg1 ? 1_152 : 576 }

    /// How long it sounds, in seconds: by the count of frames, or else by the size of the whole file as if all frames had
    /// the rate of the first; nil where there is neither.
    public func seconds(fileSize: Int? = nil) -> Double? {
        if let frameCount { return Double(frameCount * frameLength) / Double(sampleRate) }
        guard let fileSize, fileSize > frameOffset else { return nil }
        return Double((fileSize - frameOffset) * 8) / Double(bitRate)
    }

    /// Reads the beginning of a file that is in memory.
    ///
    /// - Throws: ``MP3Error``.
    public init(_ bytes: [UInt8]) throws(MP3Error) {
        var reader = MP3Reader()
        if let header = try reader.read(bytes) { self = header } else { self = try reader.end() }
    }

    init(frame: MP3Frame, hasID3v2: Bool, frameOffset: Int, frameCount: Int?) {
        (version, bitRate, sampleRate, channels) = (frame.version, frame.bitRate, frame.sampleRate, frame.channels)
        (self.hasID3v2, self.frameOffset, self.frameCount) = (hasID3v2, frameOffset, frameCount)
    }
}

/// Why something is not an MP3 file that can be played.
public enum MP3Error: Error, Equatable, CustomStringConvertible {
    /// There is no frame of Layer III in so many bytes after the tags.
    case noFrame(limit: Int)
    /// A frame of another layer: 1 or 2.
    case otherLayer(Int)
    /// It ends before its first frame does, after so many bytes.
    case truncated(at: Int)
    /// The tag at its beginning is not as it must be.
    case malformedTag(String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noFrame(let limit): "not an MP3 file: no frame in \(limit) bytes after its tags"
        case .otherLayer(let layer): "MPEG audio of layer \(layer): convert it to layer III (MP3)"
        case .truncated(let place): "the MP3 file ends before its first frame does, after \(place) bytes"
        case .malformedTag(let what): "the ID3v2 tag of the MP3 file is malformed: \(what)"
        }
    }
}
