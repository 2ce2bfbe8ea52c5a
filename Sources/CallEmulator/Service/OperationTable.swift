import CallModel
import Foundation

/// Every operation of the API, in the order of the protocol reference. Without a handler it answers 501.
enum OperationTable {
    static let all: [Operation] = [
        Operation("CreateCall", "POST", "/calling/callConnections", repeatable: true, CreateCall.handle),
        Operation("AnswerCall", "POST", "/calling/callConnections:answer", repeatable: true, AnswerCall.handle),
        Operation("RedirectCall", "POST", "/calling/callConnections:redirect", repeatable: true, RedirectCall.handle),
        Operation("RejectCall", "POST", "/calling/callConnections:reject", repeatable: true, RejectCall.handle),
        Operation("Connect", "POST", "/calling/callConnections:connect", repeatable: true, Connect.handle),

        Operation("GetCall", "GET", connection, GetCall.handle),
        Operation("HangupCall", "DELETE", connection, HangUpCall.leave),
        Operation("TerminateCall", "POST", connection + ":terminate", repeatable: true, HangUpCall.terminate),
        Operation(
            "TransferToParticipant", "POST", connection + ":transferToParticipant", repeatable: true,
            TransferToParticipant.handle),

        Operation("GetParticipants", "GET", connection + "/participants", GetParticipants.handleAll),
        Operation("GetParticipant", "GET", connection + "/participants/{participantRawId}", GetParticipants.handleOne),
        Operation(
            "AddParticipant", "POST", connection + "/participants:add", repeatable: true, AddParticipant.handle),
        Operation(
            "CancelAddParticipant", "POST", connection + "/participants:cancelAddParticipant", repeatable: true,
            AddParticipant.cancel),
        Operation(
            "RemoveParticipant", "POST", connection + "/participants:remove", repeatable: true,
            RemoveParticipant.handle),
        Operation("Mute", "POST", connection + "/participants:mute", repeatable: true, MuteParticipants.mute),
        Operation(
            "MoveParticipants", "POST", connection + "/participants:moveHere", repeatable: true,
            MoveParticipants.handle),

        Operation("Play", "POST", connection + ":play", Play.handle),
        Operation("Recognize", "POST", connection + ":recognize", Recognize.handle),
        Operation("CancelAllMediaOperations", "POST", connection + ":cancelAllMediaOperations", CancelAllMedia.handle),
        Operation(
            "StartContinuousDtmfRecognition", "POST", connection + ":startContinuousDtmfRecognition",
            ContinuousDTMFRecognition.start),
        Operation(
            "StopContinuousDtmfRecognition", "POST", connection + ":stopContinuousDtmfRecognition",
            ContinuousDTMFRecognition.stop),
        Operation("SendDtmfTones", "POST", connection + ":sendDtmfTones", repeatable: true, SendDTMFTones.handle),
        Operation("Hold", "POST", connection + ":hold", HoldParticipant.hold),
        Operation("Unhold", "POST", connection + ":unhold", HoldParticipant.unhold),
        Operation("StartTranscription", "POST", connection + ":startTranscription", Streams.startTranscription),
        Operation("UpdateTranscription", "POST", connection + ":updateTranscription", Streams.updateTranscription),
        Operation("StopTranscription", "POST", connection + ":stopTranscription", Streams.stopTranscription),
        Operation("StartMediaStreaming", "POST", connection + ":startMediaStreaming", Streams.startMediaStreaming),
        Operation("StopMediaStreaming", "POST", connection + ":stopMediaStreaming", Streams.stopMediaStreaming),

        Operation("StartRecording", "POST", "/calling/recordings", repeatable: true, Recordings.start),
        Operation("GetRecordingProperties", "GET", recording, Recordings.state),
        Operation("StopRecording", "DELETE", recording, Recordings.stop),
        Operation("PauseRecording", "POST", recording + ":pause", Recordings.pause),
        Operation("ResumeRecording", "POST", recording + ":resume", Recordings.resume),

        // Only in previews.
        Operation("SummarizeCall", "POST", connection + ":summarizeCall", versions: newer),
        Operation(
            "InterruptAudioAndAnnounce", "POST", connection + ":interruptAudioAndAnnounce", versions: older,
            Play.announce),
        Operation(
            "Unmute", "POST", connection + "/participants:unmute", repeatable: true, versions: older,
            MuteParticipants.unmute),
        Operation("StartDialog", "PUT", connection + "/dialogs/{dialogId}", versions: older),
        Operation("UpdateDialog", "PATCH", connection + "/dialogs/{dialogId}", versions: older),
        Operation("StopDialog", "DELETE", connection + "/dialogs/{dialogId}", versions: older),
        Operation("GetRecordingResult", "GET", recording + "/result", versions: older),
    ]

    private static let connection = "/calling/callConnections/{callConnectionId}"
    private static let recording = "/calling/recordings/{recordingId}"
    private static let newer = [ServiceVersion.newestPreview]
    private static let older = [ServiceVersion.unmutePreview]

    /// The operation that a request means, and what its path names.
    static func find(_ request: ServiceRequest) throws(ServiceError) -> (operation: Operation, parameters: [String]) {
        let segments = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        var isKnownPath = false
        for operation in all {
            guard let parameters = operation.parameters(in: segments) else { continue }
            if operation.method == request.method { return (operation, parameters) }
            isKnownPath = true
        }
        if isKnownPath {
            throw ServiceError(
                status: 405, code: "8520", message: "\(request.method) is not supported by \(request.path).")
        }
        throw ServiceError(status: 404, code: "8522", message: "The API has no operation at \(request.path).")
    }
}
