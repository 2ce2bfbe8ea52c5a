import Foundation

/// RIFF files of 16-bit PCM.
enum WAVFile {
    private static let headerSize = 44

    /// The file of a sound.
    static func content(_ sound: CallSound) -> RecordingContent {
        let frame = sound.channels * 2
        let header = header(channels: sound.channels, bytes: sound.frames * frame)
        return RecordingContent(count: headerSize + sound.frames * frame, type: "audio/wav") { range in
            var bytes = Array(header[range.clamped(to: 0..<headerSize)])
            let data = max(0, range.lowerBound - headerSize)..<max(0, range.upperBound - headerSize)
            guard !data.isEmpty else { return bytes }
            // Whole frames, of which the ends are cut off.
            let frames = data.lowerBound / frame..<min(sound.frames, (data.upperBound + frame - 1) / frame)
            var samples: [UInt8] = []
            samples.reserveCapacity(frames.count * frame)
            for sample in sound.samples(frames) { samples.little(sample) }
            let skipped = data.lowerBound - frames.lowerBound * frame
            bytes += samples[skipped..<min(samples.count, skipped + data.count)]
            return bytes
        }
    }

    private static func header(channels: Int, bytes: Int) -> [UInt8] {
        var header: [UInt8] = []
        header.text("RIFF")
        header.little(UInt32(clamping: bytes + headerSize - 8))
        header.text("WAVEfmt ")
        header.little(UInt32(16))
        header.little(UInt16(1))
        header.little(UInt16(channels))
        header.little(UInt32(CallSound.rate))
        header.little(UInt32(CallSound.rate * channels * 2))
        header.little(UInt16(channels * 2))
        header.little(UInt16(16))
        header.text("data")
        header.little(UInt32(clamping: bytes))
        return header
    }
}
