import Testing

@testable import CallAudio

@Suite struct MP4FileTests {
    @Test(.enabled(if: Tools.ffmpeg != nil), arguments: [false, true])
    func aDecoderHearsWhatWasWrittenAtTheSameTime(hasVideo: Bool) throws {
        let mix = Samples.mixed
        try Tools.withFile(MP4File.file(of: mix, hasVideo: hasVideo), "mp4") { path in
            let heard = try Tools.decoded(path)
            // Not all decoders cut the last frame off where the tables say it ends.
            #expect((mix.frames..<mix.frames + 1_024).contains(heard.count))
            let ratio = Hearing.signalToNoise(mix.samples(0..<mix.frames), heard)
            #expect(ratio > 30, "\(ratio) dB")
        }
    }

    @Test(.enabled(if: Tools.ffmpeg != nil)) func noiseOfAnyLoudnessIsHeard() throws {
        for level in [3, 300, 32_767] as [Int16] {
            let noise = try PCM(samples: (0..<16_000).map { _ in Int16.random(in: -level...level) })
            try Tools.withFile(MP4File.file(of: Mix(Track([.clip(noise)]))), "mp4") { path in
                let ratio = Hearing.signalToNoise(noise.samples, try Tools.decoded(path))
                #expect(ratio > 8, "\(ratio) dB at \(level)")
            }
        }
    }

    /// About the ends of groups, which are 8 s.
    @Test(
        .enabled(if: Tools.ffprobe != nil), arguments: [0, 0.05, 1, 7.93, 7.9375, 7.94, 7.99, 8, 8.001, 8.1, 16, 37.7])
    func ffprobeFindsItsLengthWithinAFrame(seconds: Double) throws {
        let mix = Mix(Track([.silence(seconds: seconds - 0.2), .hum(seconds: min(0.2, seconds))]))
        for hasVideo in [false, true] {
            try Tools.withFile(MP4File.file(of: mix, hasVideo: hasVideo), "mp4") { path in
                let probe = try Tools.probe(path)
                let sound = try #require(
                    probe["streams.stream.0.duration"].flatMap(Double.init) ?? (seconds == 0 ? 0 : nil))
                #expect(abs(sound - seconds) <= 0.064 + 0.001)
                #expect(probe["streams.stream.0.codec_name"] == "aac" && probe["streams.stream.0.profile"] == "LC")
                #expect(probe["streams.stream.0.sample_rate"] == "16000" && probe["streams.stream.0.channels"] == "1")
                #expect(probe["format.nb_streams"] == (hasVideo ? "2" : "1"))
                guard hasVideo else { return }
                let video = try #require(probe["streams.stream.1.duration"].flatMap(Double.init))
                #expect(video >= seconds - 0.001 && video < seconds + 0.0635)
                #expect(probe["streams.stream.1.codec_name"] == "h264")
                #expect(probe["streams.stream.1.width"] == "1920" && probe["streams.stream.1.height"] == "1080")
                #expect(probe["streams.stream.1.r_frame_rate"] == "16/1")
            }
        }
    }

    @Test(.enabled(if: Tools.ffmpeg != nil)) func everyPictureIsGreyAllOver() throws {
        let mix = Mix(Track([.hum(seconds: 9)]))
        try Tools.withFile(MP4File.file(of: mix, hasVideo: true), "mp4") { path in
            let sums = try Tools.text(
                Tools.ffmpeg,
                ["-v", "error", "-xerror", "-err_detect", "explode", "-i", path, "-an", "-f", "framemd5", "-"])
            let pictures = sums.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(pictures.count == 144)
            #expect(Set(pictures.compactMap { $0.split(separator: ",").last }).count == 1)
            let one = try Tools.output(
                Tools.ffmpeg,
                ["-v", "error", "-i", path, "-an", "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"])
            #expect(one.count == 1_920 * 1_080 * 3 / 2)
            #expect(one.allSatisfy { $0 == 128 })
        }
    }

    @Test func allSecondsOfPicturesAreOfOneSize() {
        let sizes = (0..<64).map { GreyVideo.picture($0).count }
        #expect(sizes == (0..<64).map { GreyVideo.sizes[$0 % 16] })
        #expect(GreyVideo.picture(0) != GreyVideo.picture(16))
        #expect(GreyVideo.size(of: 33) == sizes[0..<33].reduce(0, +))
    }

    @Test func allFramesOfSoundAreOfOneSize() throws {
        let frames = AACFrames()
        for level in [0, 1, 40, 9_000, 32_767] as [Int16] {
            let noise = try PCM(samples: (0..<4_096).map { _ in Int16.random(in: -level...level) })
            let mix = Mix(Track([.clip(noise)]))
            for number in 0..<5 { #expect(frames.frame(of: mix, number).count == 512) }
        }
    }
}
