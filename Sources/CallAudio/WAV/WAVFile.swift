/// RIFF files of 16-bit PCM at 16 kHz, of 1 to 5 channels.
public enum WAVFile {
    /// Bytes of the head.
    public static let headSize = 44

    /// The file of a mix.
    ///
    /// - Throws: ``AudioError/tooLong(frames:limit:)`` where the sizes in the file do not hold it: about 37 hours of one
    ///   channel, 7 of five.
    public static func file(of mix: Mix) throws(AudioError) -> AudioFile {
        let frameSize = 2 * mix.channels
        let limit = (Int(UInt32.max) - headSize) / frameSize
        guard mix.frames <= limit else { throw .tooLong(frames: mix.frames, limit: limit) }
        return AudioFile(
            head: head(channels: mix.channels, bytes: mix.frames * frameSize), content: mix.frames * frameSize
        ) { bytes in
            // Whole frames, of which the ends are cut off.
            let frames = bytes.lowerBound / frameSize..<(bytes.upperBound + frameSize - 1) / frameSize
            let skipped = bytes.lowerBound - frames.lowerBound * frameSize
            return Array(PCM.littleEndian(mix.samples(frames))[skipped..<skipped + bytes.count])
        }
    }

    /// The bytes of a short clip's file.
    public static func bytes(of clip: PCM) -> [UInt8] {
        head(channels: clip.channels, bytes: clip.samples.count * 2) + clip.littleEndian
    }

    /// The head of a file whose content has so many bytes.
    public static func head(channels: Int = 1, sampleRate: Int = AudioTime.rate, bytes: Int) -> [UInt8] {
        var head: [UInt8] = []
        head.text("RIFF")
        head.little(UInt32(clamping: bytes + headSize - 8))
        head.text("WAVEfmt ")
        head.little(UInt32(16))
        head.little(UInt16(1))
        head.little(UInt16(channels))
        head.little(UInt32(clamping: sampleRate))
        head.little(UInt32(clamping: sampleRate * channels * 2))
        head.little(UInt16(channels * 2))
        head.little(UInt16(16))
        head.text("data")
        head.little(UInt32(clamping: bytes))
        return head
    }
}

extension AudioFile {
    /// A WAV file of a head and a content that is read in any pieces.
    fileprivate init(head: [UInt8], content: Int, read: @escaping @Sendable (Range<Int>) -> [UInt8]) {
        self.init(count: head.count + content, mediaType: "audio/wav") { range in
            let own = max(0, range.lowerBound - head.count)..<max(0, range.upperBound - head.count)
            return head[range.clamped(to: 0..<head.count)] + (own.isEmpty ? [] : read(own))
        }
    }
}
