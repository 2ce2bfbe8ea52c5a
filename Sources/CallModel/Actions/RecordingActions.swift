/// Begins to record a call.
public struct StartRecordingAction: Sendable, Equatable, Codable {
    /// What is recorded.
    public enum Content: String, Sendable, CaseIterable, Codable { case audio, audioVideo }

    /// Whether everybody is heard on one channel.
    public enum Channel: String, Sendable, CaseIterable, Codable { case mixed, unmixed }

    /// The file.
    public enum Format: String, Sendable, CaseIterable, Codable { case wav, mp3, mp4 }

    /// A channel that belongs to somebody, in unmixed recordings.
    public struct Affinity: Sendable, Equatable, Codable {
        /// From 0 to 4.
        public var channel: Int
        /// Whose.
        public var participant: CommunicationIdentifier

        /// A channel for somebody.
        public init(channel: Int, participant: CommunicationIdentifier) {
            (self.channel, self.participant) = (channel, participant)
        }
    }

    /// The call; filled in by the session. Empty where `serverCallID` names one.
    public var callConnectionID = ""
    /// Another call, by the service's id.
    public var serverCallID: String?
    /// What is recorded.
    public var content = Content.audio
    /// Whether everybody is heard on one channel.
    public var channel = Channel.mixed
    /// The file.
    public var format = Format.wav
    /// Participants in the order of the channels, in unmixed recordings.
    public var channelOrder: [CommunicationIdentifier] = []
    /// Fixed channels, in unmixed recordings.
    public var channelAffinity: [Affinity] = []
    /// Whether it begins paused.
    public var pauseOnStart = false
    /// The container of Azure Blob Storage that gets the file; nil leaves it in the service's own storage.
    public var storage: String?
    /// Where the state is told; filled in by the session where it is empty.
    public var stateCallbackURI = ""

    /// Mixed audio in a WAV file.
    public init() {}

    /// Why the service would refuse the combination (protocol reference, 13.3); nil when it would not.
    public var fault: String? {
        switch (content, channel, format) {
        case (.audioVideo, .unmixed, _): "video is recorded with mixed channels only"
        case (.audioVideo, .mixed, .wav), (.audioVideo, .mixed, .mp3): "video is recorded as mp4 only"
        case (.audio, _, .mp4): "mp4 is for video; audio is wav or mp3"
        case (.audio, .unmixed, .mp3): "unmixed audio is recorded as wav only"
        default: channelFault
        }
    }

    private var channelFault: String? {
        guard channel == .mixed else { return nil }
        if !channelOrder.isEmpty { return "an order of channels is for unmixed recordings" }
        if !channelAffinity.isEmpty { return "channels of participants are for unmixed recordings" }
        return nil
    }
}

/// A recording that has begun.
public struct RecordingAction: Sendable, Equatable, Codable {
    /// The service's id of the recording.
    public var recordingID: String

    /// The recording with this id.
    public init(recordingID: String) { self.recordingID = recordingID }
}
