/// All of an MP4 file that stands before its content.
enum MP4Head {
    static func bytes(_ layout: MP4Layout) -> [UInt8] {
        let type = MP4Boxes.box("ftyp") { body in
            body.text("isom")
            body.big(UInt32(512))
            body.text(layout.pictures > 0 ? "isomiso2avc1mp41" : "isomiso2mp41")
        }
        // The tables are as large wherever the content begins.
        let size = movie(layout, contentAt: 0).count
        var head = type + movie(layout, contentAt: type.count + size + 8)
        head.big(UInt32(clamping: layout.size + 8))
        head.text("mdat")
        return head
    }

    private static func movie(_ layout: MP4Layout, contentAt base: Int) -> [UInt8] {
        let tracks = [sound(layout, base)] + (layout.pictures > 0 ? [video(layout, base)] : [])
        return MP4Boxes.box("moov") { moov in
            moov += MP4Boxes.full("mvhd") { body in
                let duration = tracks.map(\.duration).max() ?? 0
                for number in [0, 0, AudioTime.rate, duration, 0x0001_0000] { body.big(UInt32(clamping: number)) }
                body.big(UInt16(0x0100))
                body += MP4Boxes.zeros(10) + MP4Boxes.matrix + MP4Boxes.zeros(24)
                body.big(UInt32(tracks.count + 1))
            }
            for track in tracks { moov += track.bytes }
        }
    }

    private static func sound(_ layout: MP4Layout, _ base: Int) -> MP4Track {
        let chunks = layout.soundChunks
        return MP4Track(
            id: 1, duration: layout.samples, start: AACFrames.length, kind: "soun", entry: soundEntry,
            step: AACFrames.length, count: layout.frames,
            length: AACFrames.length + layout.samples, sizes: [AACFrames.size], chunks: chunks,
            offsets: chunks.indices.map { base + layout.soundOffset($0) })
    }

    private static func video(_ layout: MP4Layout, _ base: Int) -> MP4Track {
        let chunks = layout.videoChunks
        return MP4Track(
            id: 2, duration: layout.pictures * MP4Layout.pictureLength, start: 0, kind: "vide", entry: videoEntry,
            step: MP4Layout.pictureLength, count: layout.pictures,
            length: layout.pictures * MP4Layout.pictureLength,
            sizes: (0..<layout.pictures).map { GreyVideo.sizes[$0 % GreyVideo.rate] }, chunks: chunks,
            offsets: chunks.indices.map { base + layout.videoOffset($0) }, fullEvery: GreyVideo.rate)
    }

    private static let soundEntry = MP4Boxes.box("mp4a") { entry in
        entry += MP4Boxes.zeros(6)
        entry.big(UInt16(1))
        entry += MP4Boxes.zeros(8)
        entry.big(UInt16(1))
        entry.big(UInt16(16))
        entry.big(UInt32(0))
        entry.big(UInt32(AudioTime.rate) << 16)
        entry += MP4Boxes.full("esds") { body in
            // The stream, how it is decoded (AAC, sound), its rate, and the decoder's own: AAC-LC, 16 kHz, one channel.
            body += [0x03, 0x19, 0x00, 0x01, 0x00, 0x04, 0x11, 0x40, 0x15, 0x00, 0x02, 0x00]
            let rate = AACFrames.size * 8 * AudioTime.rate / AACFrames.length
            body.big(UInt32(rate))
            body.big(UInt32(rate))
            body += [0x05, 0x02, 0x14, 0x08, 0x06, 0x01, 0x02]
        }
    }

    private static let videoEntry = MP4Boxes.box("avc1") { entry in
        entry += MP4Boxes.zeros(6)
        entry.big(UInt16(1))
        entry += MP4Boxes.zeros(16)
        entry.big(UInt16(GreyVideo.width))
        entry.big(UInt16(GreyVideo.height))
        for resolution in [0x0048_0000, 0x0048_0000, 0] as [UInt32] { entry.big(resolution) }
        entry.big(UInt16(1))
        entry += MP4Boxes.zeros(32)
        entry.big(UInt16(24))
        entry.big(UInt16(0xFFFF))
        entry += MP4Boxes.box("avcC") { body in
            body += [1, 0x42, 0xC0, 0x28, 0xFF, 0xE1]
            body.big(UInt16(GreyVideo.sequence.count))
            body += GreyVideo.sequence
            body.append(1)
            body.big(UInt16(GreyVideo.parameters.count))
            body += GreyVideo.parameters
        }
    }
}
