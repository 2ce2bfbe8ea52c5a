import Foundation

@testable import CallAudio

/// What is in samples.
enum Hearing {
    /// How strong a tone is, as the height of its wave.
    static func level(_ hertz: Double, _ samples: some Collection<Int16>, rate: Int = 16_000) -> Double {
        var (re, im) = (0.0, 0.0)
        for (frame, sample) in samples.enumerated() {
            let angle = 2 * Double.pi * hertz * Double(frame) / Double(rate)
            re += Double(sample) * cos(angle)
            im += Double(sample) * sin(angle)
        }
        return 2 * (re * re + im * im).squareRoot() / Double(max(1, samples.count))
    }

    /// How much stronger sound is than what a copy of it differs by, in decibels.
    static func signalToNoise(_ sound: some Collection<Int16>, _ copy: some Collection<Int16>) -> Double {
        let signal = sound.reduce(0.0) { $0 + Double($1) * Double($1) }
        let noise = zip(sound, copy).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return 10 * log10(signal / max(noise, 1e-9))
    }

    /// The key whose tones are heard.
    static func key(_ samples: some Collection<Int16>) -> Character? {
        DTMFKey.all.max { one, other in
            one.hertz.reduce(0) { $0 + level($1, samples) } < other.hertz.reduce(0) { $0 + level($1, samples) }
        }?.character
    }
}

/// Sounds to try things on.
enum Samples {
    /// A voice, keys and silence: 3 s.
    static var mixed: Mix {
        let keys = "159#".compactMap { DTMFKey($0) }
        return Mix(
            Track(
                [.hum(pitch: 140, seconds: 1.5), .silence(seconds: 0.3)] + Track(keys: keys).segments + [
                    .tones([440, 1_000], seconds: 0.4)
                ]))
    }
}
