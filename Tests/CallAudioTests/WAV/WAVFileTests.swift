import Testing

@testable import CallAudio

@Suite struct WAVFileTests {
    private static func mix(channels: Int) throws -> Mix {
        try Mix(
            (0..<channels).map {
                .init(Track([.tones([300 + 200 * Double($0)], seconds: 1.2345)]), start: 0.1, channel: $0)
            }, channels: channels)
    }

    @Test(arguments: 1...5) func theHeadIsReadAsItWasMeant(channels: Int) throws {
        let mix = try Self.mix(channels: channels)
        let file = try WAVFile.file(of: mix)
        let header = try WAVHeader(file.bytes(0..<file.count))
        #expect(header.sampleRate == 16_000 && header.bits == 16 && header.channels == channels)
        #expect(header.dataSize == file.count - 44 && header.dataOffset == 44)
        #expect(header.seconds() == mix.seconds)
        #expect((header.promptFault == nil) == (channels == 1))
        #expect(file.bytes(4..<8).littleNumber(at: 0, bytes: 4) == file.count - 8)
    }

    @Test(.enabled(if: Tools.sox != nil), arguments: [1, 2, 5]) func soxReadsIt(channels: Int) throws {
        let mix = try Self.mix(channels: channels)
        try Tools.withFile(WAVFile.file(of: mix), "wav") { path in
            #expect(try Tools.text(Tools.sox, ["--i", "-r", path]) == "16000\n")
            #expect(try Tools.text(Tools.sox, ["--i", "-c", path]) == "\(channels)\n")
            #expect(try Tools.text(Tools.sox, ["--i", "-b", path]) == "16\n")
            #expect(try Tools.text(Tools.sox, ["--i", "-s", path]) == "\(mix.frames)\n")
            let raw = try Tools.output(Tools.sox, [path, "-t", "raw", "-e", "signed", "-b", "16", "-L", "-"])
            #expect(PCM.samples(littleEndian: raw) == mix.samples(0..<mix.frames))
        }
    }

    @Test(.enabled(if: Tools.ffprobe != nil), arguments: [1, 5]) func ffprobeReadsIt(channels: Int) throws {
        let mix = try Self.mix(channels: channels)
        try Tools.withFile(WAVFile.file(of: mix), "wav") { path in
            let probe = try Tools.probe(path)
            #expect(probe["streams.stream.0.codec_name"] == "pcm_s16le")
            #expect(probe["streams.stream.0.channels"] == "\(channels)")
            #expect(probe["streams.stream.0.duration_ts"] == "\(mix.frames)")
        }
    }

    @Test func whatTheSizesDoNotHoldIsAnError() throws {
        let mix = try Mix([], channels: 5, seconds: 8 * 3_600)
        #expect(throws: AudioError.self) { try WAVFile.file(of: mix) }
        #expect(try WAVFile.file(of: Mix([], channels: 5, seconds: 7 * 3_600)).count > 4_000_000_000)
    }

    @Test func aClipIsAFileAndAgainAClip() throws {
        let clip = try PCM(samples: (0..<1_000).map { Int16($0 * 7) })
        #expect(try PCM(wav: WAVFile.bytes(of: clip)) == clip)
        let wide = try PCM(samples: (0..<1_000).map { Int16($0 * 7) }, channels: 2)
        #expect(try PCM(wav: WAVFile.bytes(of: wide)) == wide.mono)
    }

    @Test func aHeadTellsAnyRate() throws {
        let header = try WAVHeader(WAVFile.head(channels: 2, sampleRate: 24_000, bytes: 96_000))
        #expect(header.sampleRate == 24_000 && header.channels == 2 && header.bits == 16)
        #expect(header.dataOffset == WAVFile.headSize && header.seconds() == 1)
    }
}
