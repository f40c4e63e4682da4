// Saves the case with the changes of its page under a new name, and goes to it.
import { ask, at, slug } from "./asking.js";

const dialog = at("saving");
const sheet = JSON.parse(at("case").textContent);
const name = location.pathname.split("/")[2];

at("save-as").addEventListener("click", () => {
  at("saving-said").textContent = "";
  at("new-name").value ||= `${slug(name)}-2`;
  dialog.showModal();
  at("new-name").select();
});

at("saving-cancel").addEventListener("click", () => dialog.close());

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const set = new URLSearchParams(location.search).getAll("set");
  at("saving-said").textContent = "";
  try {
    const saved = await ask("POST", "cases", { name: at("new-name").value.trim(), from: name, set });
    location.assign(`/case/${saved.name}`);
  } catch (error) {
    at("saving-said").textContent = error.status ? error.message : `The server does not answer. ${sheet.title} is as it was, and your changes are in the address of this page.`;
    at("new-name").focus();
  }
});
