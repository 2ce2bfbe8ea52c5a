/// MPEG-2 Layer III, 16 kHz, mono, 32 kbit/s. The frames are silent: the length is right, and there is nothing to hear.
enum MP3File {
    private static let samplesPerFrame = 576.0

    /// Header (no CRC), side information of a single channel, and main data of nothing.
    private static let frame: [UInt8] = [0xFF, 0xF3, 0x48, 0xC0] + [UInt8](repeating: 0, count: 140)

    /// A file of so many seconds, to the next frame.
    static func content(seconds: Double) -> RecordingContent {
        let frames = Int((seconds * Double(CallSound.rate) / samplesPerFrame).rounded(.up))
        return RecordingContent(count: frames * frame.count, type: "audio/mpeg") { range in
            range.map { frame[$0 % frame.count] }
        }
    }
}
