/// Times as the audio of a call counts them: frames of 16 kHz.
public enum AudioTime {
    /// Frames a second; a frame is one sample of each channel.
    public static let rate = 16_000

    /// The longest audio there is: 48 hours, in frames.
    public static let longest = 48 * 3_600 * rate

    /// The frames of so many seconds, rounded. Nothing for what is negative or no number; at most ``longest``.
    public static func frames(_ seconds: Double) -> Int {
        guard seconds > 0 else { return 0 }
        return Int((min(seconds, Double(longest / rate)) * Double(rate)).rounded())
    }

    /// The seconds of so many frames.
    public static func seconds(_ frames: Int) -> Double { Double(frames) / Double(rate) }
}
