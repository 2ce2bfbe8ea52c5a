/// MP3 files: MPEG-2 Layer III, 16 kHz, one channel, 64 kbit/s. The sound is really in them.
///
/// Every frame is made on its own from the samples that it tells of, with no bits lent between frames, so that any part
/// of the file can be read without what stands before it.
public enum MP3File {
    /// Bits a second.
    public static let bitRate = 64_000
    /// Samples of a frame: 36 ms.
    public static let frameLength = 576
    /// Bytes of a frame.
    public static let frameSize = frameLength * bitRate / 8 / AudioTime.rate

    /// The file of a mix, whose channels are mixed into one. It ends with a whole frame, so it is up to 36 ms longer than
    /// the mix. The tag of a prompt's file (ID3v2, with the text as title) stands before the frames where one is given.
    public static func file(of mix: Mix, title: String? = nil) -> AudioFile {
        let encoder = LayerIII()
        return AudioFile(
            head: title.map(ID3Tag.bytes) ?? [], blocks: frames(mix.frames), of: frameSize, mediaType: "audio/mpeg"
        ) { frame in encoder.frame(of: mix, frame) }
    }

    /// How many frames so many samples fill.
    static func frames(_ samples: Int) -> Int { (samples + frameLength - 1) / frameLength }
}

/// The tag before an MP3 file's frames (ID3v2.4).
enum ID3Tag {
    /// A tag with a title only.
    static func bytes(title: String) -> [UInt8] {
        let text = [3] + Array(title.utf8.prefix(1_000))
        var tag: [UInt8] = []
        tag.text("ID3")
        tag += [4, 0, 0] + size(text.count + 10)
        tag.text("TIT2")
        tag += size(text.count) + [0, 0] + text
        return tag
    }

    /// Four bytes of seven bits each.
    private static func size(_ count: Int) -> [UInt8] {
        [21, 14, 7, 0].map { UInt8(truncatingIfNeeded: count >> $0) & 0x7F }
    }
}
