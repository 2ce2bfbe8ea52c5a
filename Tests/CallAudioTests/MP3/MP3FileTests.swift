import Testing

@testable import CallAudio

@Suite struct MP3FileTests {
    @Test(.enabled(if: Tools.ffmpeg != nil)) func aDecoderHearsWhatWasWrittenAtTheSameTime() throws {
        let mix = Samples.mixed
        try Tools.withFile(MP3File.file(of: mix), "mp3") { path in
            let heard = try Tools.decoded(path)
            #expect(heard.count == MP3File.frames(mix.frames) * 576)
            let sound = mix.samples(0..<mix.frames)
            // The first frame has nothing before it that it could be heard together with.
            let ratio = Hearing.signalToNoise(sound[576...], heard[576..<mix.frames])
            #expect(ratio > 30, "\(ratio) dB")
        }
    }

    @Test(.enabled(if: Tools.ffmpeg != nil)) func noiseOfAnyLoudnessIsHeard() throws {
        for level in [3, 300, 32_767] as [Int16] {
            let noise = try PCM(samples: (0..<16_000).map { _ in Int16.random(in: -level...level) })
            try Tools.withFile(MP3File.file(of: Mix(Track([.clip(noise)]))), "mp3") { path in
                let ratio = Hearing.signalToNoise(noise.samples[576...], try Tools.decoded(path)[576...])
                #expect(ratio > 8, "\(ratio) dB at \(level)")
            }
        }
    }

    @Test(.enabled(if: Tools.ffprobe != nil), arguments: [0.5, 3.6, 7.777, 61])
    func ffprobeFindsItsLengthWithinAFrame(seconds: Double) throws {
        let mix = Mix(Track([.silence(seconds: seconds - 0.2), .hum(seconds: 0.2)]))
        try Tools.withFile(MP3File.file(of: mix, title: seconds > 1 ? "a prompt" : nil), "mp3") { path in
            let probe = try Tools.probe(path)
            let found = try #require(probe["format.duration"].flatMap(Double.init))
            #expect(found >= seconds - 0.001 && found < seconds + 0.036 + 0.001)
            #expect(probe["streams.stream.0.codec_name"] == "mp3")
            #expect(probe["streams.stream.0.sample_rate"] == "16000" && probe["streams.stream.0.channels"] == "1")
            #expect(probe["streams.stream.0.bit_rate"] == "64000")
            #expect(probe["format.tags.title"] == (seconds > 1 ? "a prompt" : nil))
        }
    }

    @Test func framesOfSilenceHaveNoSound() {
        let file = MP3File.file(of: Mix(Track([.silence(seconds: 0.036)])))
        #expect(file.count == 288)
        #expect(file.bytes(0..<16) == [0xFF, 0xF3, 0x88, 0xC0, 0, 0, 0, 3, 0x48, 0, 0, 0, 0, 0, 0, 0])
        #expect(MP3File.file(of: Mix(Track())).count == 0)
    }
}
