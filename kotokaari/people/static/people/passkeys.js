// Passkeys: asks the browser for a key and puts the answer into the form that is being sent.
//
//   <form data-passkey="create|get" data-options="id of a json_script" [data-options-url="…"]>
//     <input type="hidden" name="credential">
//     <p data-passkey-trouble hidden>What to do when it did not work</p>

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain.padEnd(Math.ceil(plain.length / 4) * 4, "=")), (letter) => letter.charCodeAt(0));
};

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const withBytes = (described = []) => described.map((key) => ({ ...key, id: toBytes(key.id) }));

const plain = (credential) => {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const answer = Object.fromEntries(
    parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]),
  );
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
};

const create = (options, passwordless) => {
  const { publicKey } = options;
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: passwordless ? "required" : "discouraged",
        requireResidentKey: passwordless,
        ...(passwordless ? { userVerification: "required" } : {}),
      },
    },
  });
};

const get = ({ publicKey }) =>
  navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });

const optionsOf = async (form) => {
  if (form.dataset.optionsUrl) {
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`no options: ${answer.status}`);
    return answer.json();
  }
  return JSON.parse(document.getElementById(form.dataset.options).textContent);
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const options = await optionsOf(form);
      const passwordless = form.elements.passwordless?.checked ?? false;
      const credential =
        form.dataset.passkey === "create"
          ? await create(options.creation_options, passwordless)
          : await get(options.request_options);
      form.elements.credential.value = JSON.stringify(plain(credential));
      form.submit();
    } catch (error) {
      console.warn(error);
      trouble.hidden = false;
    }
  });
}
