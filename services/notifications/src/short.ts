/** The beginning of a text in whole letters, one line or many; what is left out shows as an ellipsis. */
export const shortened = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
};
